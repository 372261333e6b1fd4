---- MODULE M ----
VARIABLE x
F(a) == a' = 1
A == F(x)
B == F(x')
G(a) == F(a)
C == G(x')
====
EXPECT
5:8 levels/argument
7:8 levels/argument
