---- MODULE M ----
EXTENDS N, K
====
%%%%
---- MODULE N ----
F == 1
====
%%%%
---- MODULE K ----
F == 1
====
EXPECT
2:12 names/duplicate
