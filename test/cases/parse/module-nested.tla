---- MODULE M ----
A == 1
---- MODULE Inner ----
B == 2
====
I == INSTANCE Inner
C == I!B
====
EXPECT
ok
