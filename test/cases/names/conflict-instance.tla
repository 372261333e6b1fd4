---- MODULE M ----
F(x) == 1
INSTANCE N
====
%%%%
---- MODULE N ----
F == 1
====
EXPECT
3:1 names/conflict
