---- MODULE M ----
A == /\ x
     /\ y
     => z
====
EXPECT
ok
