---- MODULE M ----
A == \E x \in {1} : l(x) :: x = 1
B == A!l(2)
C == A!1
====
EXPECT
ok
