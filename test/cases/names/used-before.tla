---- MODULE M ----
A == B
B == 1
====
EXPECT
2:6 names/unknown
