---- MODULE M ----
RECURSIVE F(_)
F(x, y) == 1
====
EXPECT
3:1 names/recursive-arity
