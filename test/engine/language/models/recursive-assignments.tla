---- MODULE M ----
EXTENDS Naturals, FiniteSets, Sequences
VARIABLES x, y, z
Init == x = 0 /\ y = <<>> /\ z = 0
RECURSIVE Set(_)
Set(n) == IF n = 0 THEN UNCHANGED y ELSE IF n = 1 THEN x' = 1 /\ y' = y ELSE \/ Set(n-1) \/ (x' = n /\ y' = Append(y, n) /\ Set(n-1))
RECURSIVE Even(_)
RECURSIVE Odd(_)
Even(n) == IF n = 0 THEN z' = 1 ELSE \E k \in {1}: Odd(n - k)
Odd(n) == IF n = 0 THEN z' = 2 ELSE Even(n-1) \/ (n = 3 /\ z' \in {7,8})
RECURSIVE Any(_)
Any(n) == n > 0 /\ (x % 3 = n \/ x = 0 \/ Any(n-1))
Next == Len(y) < 2 /\ Any(2) /\ Set(3) /\ Even(3) /\ (IF x' > 2 THEN x' = 3 ELSE TRUE)
I == ENABLED Next <=> Len(y) < 2 /\ (x % 3 # 0 \/ x = 0)
====
INIT Init
NEXT Next
INVARIANT I
CHECK_DEADLOCK FALSE
EXPECT holds 2 distinct 4 generated
