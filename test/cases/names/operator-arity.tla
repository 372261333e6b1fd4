---- MODULE M ----
A(F(_)) == F(1)
G(x, y) == x
B == A(G)
C == A(LAMBDA x, y : x)
D == A(\cup)
====
EXPECT
4:8 names/operator-arity
5:8 names/operator-arity
6:8 names/operator-arity
