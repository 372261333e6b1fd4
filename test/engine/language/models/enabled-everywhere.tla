---- MODULE M ----
EXTENDS Naturals
VARIABLES x
Init == x = 0
Next == x' = (x + 1) % 5
Spec == Init /\ [][Next]_x
A == x' = 1
C == \A k \in {1}: x' = k
I == ENABLED A /\ ENABLED C /\ (ENABLED (x' \in 1..2 /\ x' > 1)) /\ ~ENABLED (x' \in {1} /\ x' > 1)
====
SPECIFICATION Spec
INVARIANT I
EXPECT holds 5 distinct 6 generated
