---- MODULE M ----
F(x) == x
A == F(LAMBDA x : x)
B == F(\cup)
====
EXPECT
3:8 names/value-expected
4:8 names/value-expected
