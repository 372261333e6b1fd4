---- MODULE M ----
A == [f EXCEPT ![1] = 2
B == 1
====
EXPECT
3:1 tla/unexpected-token
