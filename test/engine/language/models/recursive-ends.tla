---- MODULE M ----
EXTENDS Naturals, FiniteSets, Sequences
VARIABLES x, y, z
Init == x = 0 /\ y = 0 /\ z = 0
RECURSIVE Some(_)
Some(n) == IF n = 0 THEN TRUE ELSE (x' = n /\ Some(n-1)) \/ (z' \in {n, 4} /\ Some(n-1)) \/ Some(n-1)
RECURSIVE Any(_)
Any(n) == n > 0 /\ (x % 3 = n \/ x = 0 \/ Any(n-1))
Next == y < 2 /\ y' = y + 1 /\ Any(2) /\ Some(2) /\ x' \in 0..2 /\ z' \in 0..4 /\ Any(1)
I == ENABLED Next <=> y < 2 /\ (x % 3 \in {1,2} \/ x = 0) /\ (x % 3 = 1 \/ x = 0)
====
INIT Init
NEXT Next
INVARIANT I
CHECK_DEADLOCK FALSE
EXPECT holds 31 distinct 749 generated
