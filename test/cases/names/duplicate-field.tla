---- MODULE M ----
A == [a |-> 1, b |-> 2, a |-> 1]
B == [a : {}, a : {}]
====
EXPECT
2:25 names/duplicate-field
3:15 names/duplicate-field
