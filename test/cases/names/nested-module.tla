---- MODULE M ----
CONSTANT c
---- MODULE Inner ----
VARIABLE v
A == v
====
VARIABLE w
I == INSTANCE Inner WITH v <- w
B == I!A
====
EXPECT
ok
