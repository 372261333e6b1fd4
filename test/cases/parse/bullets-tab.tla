---- MODULE M ----
A ==	/\ x
        /\ y
====
EXPECT
ok
