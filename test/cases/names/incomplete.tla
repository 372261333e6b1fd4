---- MODULE M ----
I == INSTANCE N
A == I
====
%%%%
---- MODULE N ----
Something == 1
====
EXPECT
3:6 names/incomplete
