---- MODULE M ----
A == A
====
EXPECT
2:6 names/unknown
