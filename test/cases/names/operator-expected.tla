---- MODULE M ----
A(F(_)) == F(1)
B == A(1)
====
EXPECT
3:8 names/operator-expected
