---- MODULE M ----
a \in b == TRUE
====
EXPECT
2:3 names/builtin-redefined
