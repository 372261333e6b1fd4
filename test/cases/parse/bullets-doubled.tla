---- MODULE M ----
A == /\
     /\ x
====
EXPECT
2:6 tla/duplicate-bullet
