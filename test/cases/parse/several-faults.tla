---- MODULE M ----
A == a = b = c
B = 1
C == (x
D == y
====
EXPECT
2:12 tla/precedence-conflict
3:3 tla/unexpected-token
5:1 tla/unclosed-bracket
