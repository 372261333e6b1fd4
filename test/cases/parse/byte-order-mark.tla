---- MODULE M ----
A == 1
====
EXPECT
ok
