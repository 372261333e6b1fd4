---- MODULE M ----
VARIABLE x
I(v) == INSTANCE N WITH c <- v
A == I(x)!A'
B == I(x')!A'
====
%%%%
---- MODULE N ----
CONSTANT c
A == c
====
EXPECT
5:6 levels/argument
