---- MODULE M ----
EXTENDS N
A == Hidden
I == INSTANCE N
B == I!Hidden
====
%%%%
---- MODULE N ----
LOCAL Hidden == 1
====
EXPECT
3:6 names/unknown
5:8 names/unknown-in-module
