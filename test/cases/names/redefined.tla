---- MODULE M ----
A == 1
A == 2
CONSTANT c
c == 3
f[x \in {}] == 1
f == 2
====
EXPECT
3:1 names/redefined
5:1 names/redefined
7:1 names/redefined
