---- MODULE M ----
A == <1>1
====
EXPECT
2:6 tla/step-outside-proof
