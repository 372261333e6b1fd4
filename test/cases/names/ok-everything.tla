---- MODULE M ----
EXTENDS Naturals, Sequences
CONSTANTS Node, Op(_, _)
VARIABLES x, y
LOCAL Double(n) == n * 2
Apply(F(_), v) == F(v)
Pair == <<Apply(Double, 3), Apply(LAMBDA n: n + 1, 3)>>
fact[n \in Nat] == IF n = 0 THEN 1 ELSE n * fact[n - 1]
RECURSIVE Sum(_)
Sum(s) == IF s = <<>> THEN 0 ELSE Head(s) + Sum(Tail(s))
Init == x = 0 /\ y = [n \in Node |-> <<>>]
Step(n) == LET z == x + 1 IN x' = z /\ y' = [y EXCEPT ![n] = Append(@, z)]
Next == \E n \in Node : Step(n)
Spec == Init /\ [][Next]_<<x, y>> /\ WF_x(Next)
Live == []<>(x = 3) /\ (x = 0 ~> x = 1)
ASSUME Positive == \A n \in Node : Op(n, 1) > 0
THEOREM Spec => [](x \in Nat)
====
EXPECT
ok
