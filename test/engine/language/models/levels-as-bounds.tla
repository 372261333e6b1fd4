---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0
Next == x' = x + 1 \/ x' = x + TLCGet("level")
Inv == x < 100
Bound == TLCGet("level") < 5
====
INIT Init
NEXT Next
CONSTRAINT Bound
INVARIANT Inv
EXPECT holds 11 distinct 23 generated
