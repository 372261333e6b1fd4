---- MODULE M ----
I == INSTANCE N
A == I!Nothing
====
%%%%
---- MODULE N ----
Something == 1
====
EXPECT
3:8 names/unknown-in-module
