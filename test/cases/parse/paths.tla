---- MODULE M ----
A == M!F(1) + M(1)!N(2)!x + Op!1!<<
B == l(x) :: x
====
EXPECT
ok
