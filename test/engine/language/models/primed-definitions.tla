---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
vars == <<x, y>>
Sum == x + y
Init == x \in 0 .. 1 /\ y = 1 - x
A == LET next == Sum + 1  same == <<y>> IN x' = next % 4 /\ UNCHANGED same
B == LET d == y IN y' \in {0, 1, 2} /\ d' # d /\ x' = x
C == UNCHANGED vars
D == [x < 2 /\ x' = x + 1 /\ y' = 0]_vars
E == <<x' = 3 - x /\ y' = y>>_x
Next == A \/ B \/ C \/ D \/ E
Inv == Sum < 6
Step == Sum' < 6
====
INIT Init
NEXT Next
INVARIANT Inv
ACTION_CONSTRAINT Step
EXPECT holds 12 distinct 80 generated
