---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
vars == <<x, y>>
Init == x = 0 /\ y = 0
A == x < 3 /\ x' = x + 1 /\ y' = y
B == y < 2 /\ y' = y + 1 /\ x' = x
D == x < 3 /\ y < 2 /\ x' = x + 1 /\ y' = y + 1
P == [][A \cdot B]_vars
I == ENABLED (A \cdot B) <=> (x < 3 /\ y < 2)
Next == D
====
INIT Init
NEXT Next
PROPERTY P
INVARIANT I
CHECK_DEADLOCK FALSE
EXPECT holds 3 distinct 3 generated
