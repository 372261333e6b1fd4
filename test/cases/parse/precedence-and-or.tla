---- MODULE M ----
A == a /\ b \/ c
====
EXPECT
2:13 tla/precedence-conflict
