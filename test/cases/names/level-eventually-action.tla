---- MODULE M ----
VARIABLE x
A == <>(x' = 1)
B == <><<x' = 1>>_x
====
EXPECT
3:6 levels/eventually-action
