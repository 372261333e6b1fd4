---- MODULE M ----
F(x) == x
A == F
B == F(1, 2)
C == A(1)
====
EXPECT
3:6 names/arity
4:6 names/arity
5:6 names/arity
