---- MODULE M ----
I == INSTANCE N
====
%%%%
---- MODULE N ----
CONSTANT c
====
EXPECT
2:15 names/no-substitution
