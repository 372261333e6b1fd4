---- MODULE M ----
CONSTANT c
A == c!1
====
EXPECT
3:6 names/no-subexpression
