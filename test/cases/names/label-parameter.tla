---- MODULE M ----
A(y) == \E x \in {1} : l(x, y) :: x = y
====
EXPECT
2:29 names/label-parameter
