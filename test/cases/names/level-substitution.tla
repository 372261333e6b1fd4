---- MODULE M ----
VARIABLE x
I == INSTANCE N WITH c <- x
====
%%%%
---- MODULE N ----
CONSTANT c
VARIABLE x
A == c = x
====
EXPECT
3:22 levels/substitution
