---- MODULE M ----
ASSUME l :: TRUE
====
EXPECT
2:8 names/label-outside
