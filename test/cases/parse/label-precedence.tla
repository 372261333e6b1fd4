---- MODULE M ----
A == x = lbl:: y = z
B == a + b[1]:: c
C == lbl(1):: c
====
EXPECT
2:13 tla/label-precedence
3:14 tla/unexpected-token
4:12 tla/unexpected-token
