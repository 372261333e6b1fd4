---- MODULE M ----
EXTENDS Naturals, Sequences
VARIABLES x, log
Do(A(_), S) == \E k \in S : A(k)
Set(k) == x' = k
Twice(Op(_), v) == Op(Op(v))
With(Op(_, _), v) == log' = Op(log, v)
Init == x = 0 /\ log = <<>>
Next == /\ Len(log) < 2
        /\ \/ Do(Set, {1, 2}) /\ With(Append, x)
           \/ Do(LAMBDA k : x' = Twice(LAMBDA n : n + k, x), 1 .. 2) /\ With(LAMBDA l, v : <<v>> \o l, x')
Inv == Twice(LAMBDA n : n + 1, x) = x + 2
====
INIT Init
NEXT Next
INVARIANT Inv
EXPECT deadlock
