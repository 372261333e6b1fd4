---- MODULE M ----
A == 1
====
EXPECT
2:7 tla/unknown-character
