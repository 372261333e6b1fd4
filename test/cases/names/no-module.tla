---- MODULE M ----
EXTENDS Nowhere
====
EXPECT
2:9 names/no-module
