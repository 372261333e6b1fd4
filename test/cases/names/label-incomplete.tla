---- MODULE M ----
A == \E x, z \in {1} : l(x) :: x = 1
B == \E x \in {1} : l(x) :: \E z \in {1} : k(z) :: TRUE
====
EXPECT
2:24 names/label-incomplete
