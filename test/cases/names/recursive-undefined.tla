---- MODULE M ----
RECURSIVE F(_)
A == 1
====
EXPECT
2:11 names/recursive-undefined
