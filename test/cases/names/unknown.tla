---- MODULE M ----
A == B
====
EXPECT
2:6 names/unknown
