---- MODULE M ----
A == "abc
B == 1
====
EXPECT
2:6 tla/unclosed-string
