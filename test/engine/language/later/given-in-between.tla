---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y = 0
A == x < 3 /\ x' = x + 1 /\ y' = y
B == y < 2 /\ y' = y + 1 /\ x' = x
N == x' \in 0..3 /\ (A \cdot B)
M == y' = 1 /\ (A \cdot (A \cdot B))
Next == N \/ M
Spec == Init /\ [][Next]_<<x,y>>
====
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT holds 2 distinct 4 generated
