---- MODULE M ----
VARIABLE x
A == x'' = 1
====
EXPECT
3:6 levels/argument
