---- MODULE M ----
I == INSTANCE N WITH c <- 1, c <- 2
====
%%%%
---- MODULE N ----
CONSTANT c
====
EXPECT
2:30 names/substituted-twice
