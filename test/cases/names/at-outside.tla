---- MODULE M ----
A == @
====
EXPECT
2:6 names/at-outside
