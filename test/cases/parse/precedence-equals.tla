---- MODULE M ----
A == a = b = c
====
EXPECT
2:12 tla/precedence-conflict
