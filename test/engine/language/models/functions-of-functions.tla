---- MODULE M ----
EXTENDS Integers
VARIABLES x
f == [a \in Nat |-> [b \in Nat |-> [c \in Int |-> a + b + c]]]
g[a \in Nat] == IF a = 0 THEN [b \in Nat |-> b] ELSE [b \in Nat |-> g[a-1][b] + 1]
h == [r |-> [b \in Nat |-> b]]
Two(k) == f[k][1]
Init == x = f[3][4][-5] + g[2][5]
Next == x < 30 /\ x' = x + f[x][x][1] + LET k == f[1] IN k[2][3] 
====
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
EXPECT holds 2 distinct 2 generated
