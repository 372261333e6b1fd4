---- MODULE M ----
VARIABLE x
P(a) == a'
Ap(F(_), v) == F(v')
A == Ap(P, x)
====
EXPECT
5:9 levels/operator
