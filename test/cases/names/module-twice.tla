---- MODULE M ----
---- MODULE I ----
A == 1
====
---- MODULE I ----
B == 1
====
====
EXPECT
5:13 names/module-twice
