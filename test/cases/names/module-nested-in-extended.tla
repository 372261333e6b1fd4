---- MODULE M ----
EXTENDS N
J == INSTANCE Inner
B == J!A
====
%%%%
---- MODULE N ----
---- MODULE Inner ----
A == 1
====
====
EXPECT
ok
