---- MODULE M ----
EXTENDS N
====
%%%%
---- MODULE N ----

EXTENDS M
====
EXPECT
3:9 names/module-cycle
