---- MODULE M ----
A == []x'
====
EXPECT
2:9 tla/precedence-conflict
