---- MODULE M ----
EXTENDS N, K
A == F + 1
====
%%%%
---- MODULE N ----
EXTENDS L
====
%%%%
---- MODULE K ----
EXTENDS L, Naturals
====
%%%%
---- MODULE L ----
F == 1
====
EXPECT
ok
