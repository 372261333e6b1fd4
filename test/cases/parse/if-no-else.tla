---- MODULE M ----
A == IF x THEN 1
B == 2
====
EXPECT
3:1 tla/unexpected-token
