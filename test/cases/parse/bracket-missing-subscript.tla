---- MODULE M ----
A == [x]
====
EXPECT
2:8 tla/unexpected-token
