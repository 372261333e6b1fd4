---- MODULE M ----
f == [a \in {1} |-> 1]
A == [f EXCEPT ![1] = l :: 1]
====
EXPECT
3:23 names/label-in-except
