---- MODULE M ----
A == 1 ` 2
B == 3
====
EXPECT
2:8 tla/unknown-character
