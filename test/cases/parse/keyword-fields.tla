---- MODULE M ----
A == r.IF + r.UNCHANGED
B == [r EXCEPT !.THEN = 1]
C == [IN |-> 1, x |-> 2]
D == [x |-> 1, IN |-> 2]
====
EXPECT
5:16 tla/unexpected-token
