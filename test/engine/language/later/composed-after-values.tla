---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y, l
Init == x = 0 /\ y = 0 /\ l = 0
A == x < 3 /\ x' = x + 1 /\ y' = y
B == y < 2 /\ y' = y + 1 /\ x' = x
C == y < 2 /\ y' = y + 1 /\ UNCHANGED <<x, l>>
N == /\ l < 3 /\ l' = l + 1 
     /\ \/ A \cdot B
        \/ (A \cdot A)
        \/ \E i \in {1,2}: ((A /\ x # i) \cdot (B \/ A))
K == l >= 3 /\ l' = l /\ (A \cdot B)
Q == y' = 2 /\ ((A \/ B) \cdot (B \/ A)) /\ l' = l
S == x' = x /\ ((B /\ l' = 5) \cdot C)
T == l' = l /\ ((A \cdot B) \cdot A)
Next == N \/ K \/ Q \/ S \/ T
====
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
EXPECT holds 11 distinct 60 generated
