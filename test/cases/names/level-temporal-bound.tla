---- MODULE M ----
VARIABLE x
A == \E y \in {x'} : []x
====
EXPECT
3:15 levels/temporal-bound
