---- MODULE M ----
A == F(LAMBDA x, y : x + y, +, \cup)
B == LAMBDA x : x
====
EXPECT
3:6 tla/unexpected-token
