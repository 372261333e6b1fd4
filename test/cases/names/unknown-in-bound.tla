---- MODULE M ----
A == \A x \in x : TRUE
====
EXPECT
2:15 names/unknown
