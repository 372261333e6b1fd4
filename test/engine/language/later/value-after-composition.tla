---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y, l
Init == x = 0 /\ y = 0 /\ l = 0
A == x < 3 /\ x' = x + 1 /\ y' = y
B == y < 2 /\ y' = y + 1 /\ x' = x
O == (A \cdot B) /\ l' = 1
Next == O
====
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
EXPECT holds 3 distinct 6 generated
