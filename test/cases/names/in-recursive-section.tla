---- MODULE M ----
RECURSIVE F(_)
VARIABLE x
F(y) == 1
====
EXPECT
3:1 names/in-recursive-section
