---- MODULE M ----
A == LET a == 1
         f[x \in S] == x
         RECURSIVE g(_)
         g(n) == n
         M == INSTANCE Q
     IN a + f[1]
====
EXPECT
ok
