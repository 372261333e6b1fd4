---- MODULE M ----
A == {}
B == {1, 2}
C == {x \in S : x > 1}
D == {x + 1 : x \in S, y \in T}
E == {<<a, b>> \in S : a}
F == {x \in S /\ y : x \in T}
====
EXPECT
ok
