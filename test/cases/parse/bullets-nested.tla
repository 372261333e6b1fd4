---- MODULE M ----
A ==
  /\ x
  /\ \/ y
     \/ /\ z
        /\ w
  /\ v
====
EXPECT
ok
