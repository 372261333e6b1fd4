---- MODULE M ----
A == \E x \in {1} : label(x) :: x = 1
B == A!x
C == A!label(1)
D == A!label
E == A!1
====
EXPECT
3:6 names/no-label
5:6 names/arity
