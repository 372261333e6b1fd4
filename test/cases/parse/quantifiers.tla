---- MODULE M ----
A == \A x, y \in S, <<a, b>> \in T : \E z : x
B == CHOOSE x : x
C == CHOOSE <<a, b>> \in S : a
D == \AA x : \EE y : x
====
EXPECT
ok
