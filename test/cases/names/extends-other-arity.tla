---- MODULE M ----
EXTENDS N, K
A == F(1)
====
%%%%
---- MODULE N ----
F(x) == 1
====
%%%%
---- MODULE K ----
F(x, y) == 1
====
EXPECT
2:12 names/duplicate
