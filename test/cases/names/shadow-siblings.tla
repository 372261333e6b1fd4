---- MODULE M ----
A == (\E x \in {} : TRUE) /\ (\E x \in {} : TRUE)
B == (LET c == 1 IN c) = (LET c == 2 IN c)
====
EXPECT
ok
