---- MODULE M ----
EXTENDS N, K
====
%%%%
---- MODULE N ----
F == 1
====
%%%%
---- MODULE K ----
VARIABLE F
====
EXPECT
2:12 names/conflict
