---- MODULE M ----
A == l :: (TRUE /\ m :: TRUE) 
B == (l :: TRUE) /\ (l :: TRUE)
====
EXPECT
3:22 names/label-twice
