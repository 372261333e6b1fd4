---- MODULE M ----
VARIABLE x
A == \E y \in []x : TRUE
====
EXPECT
3:15 levels/bound
