---- MODULE M ----
EXTENDS Naturals, Sequences, FiniteSets
VARIABLES q, m
At(s) == [i \in 0 .. 3 |-> s[i]]
Path[k \in Nat, s \in Seq(Nat)] == IF k = 0 THEN s ELSE Path[k - 1, Append(s, k)]
Init == q = <<1, 2>> /\ m = [a |-> 1]
Next == \/ LET f == At(q) IN q' = <<f[2], f[1]>> /\ m' = m
        \/ LET g[i \in DOMAIN q] == IF i = 1 THEN q[1] ELSE g[i - 1] + q[i]
           IN  m' = [m EXCEPT !.a = g[Len(q)] % 4] /\ q' = q
        \/ Len(q) < 4 /\ q' = Path[1, q] /\ m' = [x \in DOMAIN m |-> m[x] + 1]
Bound == m.a < 5
====
INIT Init
NEXT Next
CONSTRAINT Bound
EXPECT holds 28 distinct 77 generated
