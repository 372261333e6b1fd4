---- MODULE M ----
A == 1 + 2
====
EXPECT
2:8 names/unknown
