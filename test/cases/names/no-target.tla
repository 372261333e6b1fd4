---- MODULE M ----
I == INSTANCE N WITH d <- 1, c <- 2
====
%%%%
---- MODULE N ----
CONSTANT c
====
EXPECT
2:22 names/no-target
