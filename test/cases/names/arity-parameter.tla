---- MODULE M ----
A(F(_)) == F(1, 2)
B(x) == x(1)
====
EXPECT
2:12 names/arity
3:9 names/arity
