---- MODULE M ----
EXTENDS N
A == Something
====
%%%%
---- MODULE N ----
LOCAL INSTANCE K
====
%%%%
---- MODULE K ----
Something == 1
====
EXPECT
3:6 names/unknown
