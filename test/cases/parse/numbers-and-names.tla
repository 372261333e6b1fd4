---- MODULE M ----
A == 1a + a1 + __a + 1.5 + 1 . 5 + 1 .. 5 + \b01 + \hFf + \O17
B == 1_
C == __
====
EXPECT
3:7 tla/unexpected-token
4:6 tla/unexpected-token
