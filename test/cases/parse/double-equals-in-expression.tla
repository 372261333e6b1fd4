---- MODULE M ----
A == IF x == y THEN 1 ELSE 2
====
EXPECT
2:11 tla/unexpected-token
