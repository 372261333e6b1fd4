---- MODULE M ----
VARIABLE x
RECURSIVE F(_)
F(a) == a' = F(a)
====
EXPECT
4:1 levels/recursive-primed
