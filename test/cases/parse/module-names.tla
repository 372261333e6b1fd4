text ---- (* x *) MODULE N
-- ----MODULE M----
EXTENDS IF
---- MODULE THEN ----
----
====
----
MODULE X
====
EXPECT
8:1 tla/unexpected-token
