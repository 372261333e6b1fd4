---- MODULE M ----
VARIABLE x
ASSUME x = 1
====
EXPECT
3:1 levels/assume
