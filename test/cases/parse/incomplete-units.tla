---- MODULE M ----
A == 1 +
B == x y
VARIABLES v,
C == x != 1
D == \E x in S : x
====
EXPECT
3:1 tla/unexpected-token
3:8 tla/unexpected-token
5:1 tla/unexpected-token
5:9 tla/unexpected-token
6:11 tla/unexpected-token
