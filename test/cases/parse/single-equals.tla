---- MODULE M ----
A = 1
B == 2
====
EXPECT
2:3 tla/unexpected-token
