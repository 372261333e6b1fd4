---- MODULE M ----
CONSTANT c
---- MODULE Inner ----
A == c
====
INSTANCE Inner
B == A
====
EXPECT
ok
