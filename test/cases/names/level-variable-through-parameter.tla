---- MODULE M ----
VARIABLE x
J(z) == INSTANCE N WITH y <- z
A == J(x)!A
B == J(x')!A
====
%%%%
---- MODULE N ----
VARIABLE y
A == y'
====
EXPECT
5:8 levels/argument
