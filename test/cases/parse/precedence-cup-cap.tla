---- MODULE M ----
A == a \cup b \cap c
====
EXPECT
2:15 tla/precedence-conflict
