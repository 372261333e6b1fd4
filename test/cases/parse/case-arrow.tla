---- MODULE M ----
A == CASE x |-> 1
====
EXPECT
2:13 tla/unexpected-token
