---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
Next == x < 2 /\ x' = x + 1 /\ (x = 0 => y' = 1)
====
INIT Init
NEXT Next
EXPECT fault
