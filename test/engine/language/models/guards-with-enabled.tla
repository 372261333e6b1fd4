---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
Up == x < 2 /\ x' = x + 1 /\ y' = y
Over == \E k \in 1 .. 2 : y' = k /\ y # k /\ x' = 0
Next == Up \/ (~ENABLED Up /\ Over) \/ (ENABLED (y = 1 /\ Over) /\ x' = 2 /\ y' = 0)
Inv == ENABLED Next
====
INIT Init
NEXT Next
INVARIANT Inv
EXPECT holds 9 distinct 14 generated
