---- MODULE M ----
EXTENDS N
VARIABLE F
====
%%%%
---- MODULE N ----
F == 1
====
EXPECT
3:10 names/redefined
