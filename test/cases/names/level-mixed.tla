---- MODULE M ----
VARIABLE x
A == x' = 1 /\ []x
====
EXPECT
3:6 levels/mixed
