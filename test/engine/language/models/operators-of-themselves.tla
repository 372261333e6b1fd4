---- MODULE M ----
EXTENDS Naturals
VARIABLES x
Twice(F(_), v) == F(F(v))
D(p) == p \/ p
Two(F(_)) == F(F(x < 2))
Init == x = 0
Next == x < 3 /\ \/ (Twice(LAMBDA p : p \/ p, x < 2) /\ x' = x + 1)
                 \/ (D(D(x = 2)) /\ x' = x + 1)
                 \/ (Two(D) /\ x' = x + 1)
                 \/ (Twice(D, D(x = 2)) /\ x' = 3)
====
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
EXPECT holds 4 distinct 29 generated
