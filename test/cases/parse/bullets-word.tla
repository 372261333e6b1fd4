---- MODULE M ----
A == \land x
     \land y
====
EXPECT
2:6 tla/unexpected-token
