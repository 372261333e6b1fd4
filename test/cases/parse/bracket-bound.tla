---- MODULE M ----
A == [x \in S]_v
B == f[x \in S]
C == {x, y \in S}
D == {<<1, x>> \in S}
E == [x \in S -> T]
====
EXPECT
2:14 tla/unexpected-token
3:7 tla/unexpected-token
4:8 tla/unexpected-token
5:9 tla/unexpected-token
6:15 tla/unexpected-token
