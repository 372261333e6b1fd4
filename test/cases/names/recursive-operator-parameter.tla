---- MODULE M ----
RECURSIVE F(_, _)
F(G(_), x) == G(x)
H(x) == x
A == F(H, 1)
RECURSIVE K(_, _)
K(x, G(_)) == G(x)
====
EXPECT
7:1 names/recursive-arity
