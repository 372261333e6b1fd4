---- MODULE M ----
A == [x \in S, y \in T |-> x]
B == [a |-> 1, b |-> 2]
C == [a : S, b : T]
D == [f EXCEPT ![1, 2].b = @ + 1, !.c = 3]
E == [S -> T]
F == [][N]_<<x, y>> /\ <<N>>_v /\ WF_v(N) /\ SF_<<x>>(N)
G == [<<a, b>> \in S |-> a]
H == [(x \in S)]_v
I == {x \in S, y}
====
EXPECT
ok
