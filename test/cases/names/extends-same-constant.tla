---- MODULE M ----
EXTENDS N, K
I == INSTANCE L
A == I!B
====
%%%%
---- MODULE N ----
CONSTANT P
====
%%%%
---- MODULE K ----
VARIABLE P
====
%%%%
---- MODULE L ----
CONSTANT P
B == P
====
EXPECT
2:12 names/duplicate
