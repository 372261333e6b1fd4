---- MODULE M ----
EXTENDS Naturals, Sequences
VARIABLES s, n
RECURSIVE Longer(_, _)
Longer(k, q) == IF k = 0 THEN q ELSE Longer(k - 1, Append(q, k))
RECURSIVE Ends(_)
Ends(k) == IF k = 0 THEN TRUE ELSE Len(s') >= Len(s) /\ Ends(k - 1)
RECURSIVE Fact(_)
Fact(k) == IF k = 0 THEN 1 ELSE k * Fact(k - 1)
Sum[k \in Nat] == IF k = 0 THEN 0 ELSE k + Sum[k - 1]
Init == s = <<>> /\ n = 0
Next == n < 3 /\ n' = n + 1 /\ s' \in {Longer(n', s), s} /\ Ends(2)
Inv == Fact(n) >= 1 /\ Sum[n] = (n * (n + 1)) \div 2 /\ Len(s) <= 9
====
INIT Init
NEXT Next
INVARIANT Inv
EXPECT deadlock
