---- MODULE M ----
A == /\ (x
  ) /\ y
====
EXPECT
3:3 tla/unexpected-token
