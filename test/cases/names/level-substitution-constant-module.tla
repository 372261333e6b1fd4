---- MODULE M ----
VARIABLE x
I == INSTANCE N WITH c <- x
A == I!A'
====
%%%%
---- MODULE N ----
CONSTANT c
A == c
====
EXPECT
ok
