---- MODULE M ----
A == \E x \in S, y : x
====
EXPECT
2:20 tla/unexpected-token
