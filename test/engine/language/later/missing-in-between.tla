---- MODULE M ----
EXTENDS Naturals, Sequences
VARIABLES x, y, l
Init == x = 0 /\ y = 0 /\ l = 0
A == x < 3 /\ x' = x + 1 /\ y' = y
B == y < 2 /\ y' = y + 1 /\ x' = x
O == (A \cdot (B /\ l' = l))
Next == O
====
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
EXPECT fault
