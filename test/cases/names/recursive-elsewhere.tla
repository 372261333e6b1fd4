---- MODULE M ----
RECURSIVE F(_)
A == LET F(x) == 1 IN 1
F(x) == 1
====
EXPECT
3:10 names/recursive-elsewhere
