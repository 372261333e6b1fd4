---- MODULE M ----
A == /\ x =
     y
====
EXPECT
3:6 tla/unexpected-token
