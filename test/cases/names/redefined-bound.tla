---- MODULE M ----
CONSTANT c
A == \A c \in {} : TRUE
B(c) == 1
D == \E x \in {} : \E x \in {} : TRUE
E == LET c == 1 IN c
====
EXPECT
3:9 names/redefined
4:3 names/redefined
5:23 names/redefined
6:10 names/redefined
