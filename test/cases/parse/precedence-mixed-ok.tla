---- MODULE M ----
A == a + b - c * d \in 1 .. -n /\ ~b = c
====
EXPECT
ok
