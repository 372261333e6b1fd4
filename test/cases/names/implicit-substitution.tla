---- MODULE M ----
CONSTANT c
I == INSTANCE N
J(d) == INSTANCE K
A == I!F + J(1)!G
a + b == 1
====
%%%%
---- MODULE N ----
CONSTANT c
F == c
====
%%%%
---- MODULE K ----
CONSTANT d
G == d
====
EXPECT
5:10 names/unknown
