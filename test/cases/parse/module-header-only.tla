---- MODULE M
A == 1
====
EXPECT
2:1 tla/unexpected-token
