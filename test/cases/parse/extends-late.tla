---- MODULE M ----
A == 1
EXTENDS Naturals
====
EXPECT
3:1 tla/extends-not-first
