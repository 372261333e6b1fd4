---- MODULE M ----
A == a * -b
B == a * (-b) - -c
====
EXPECT
2:10 tla/precedence-conflict
