---- MODULE M ----
EXTENDS Naturals, FiniteSets
VARIABLES x, y
Init == x = 0 /\ y = [i \in 1..3 |-> 0]
RECURSIVE Loop(_, _)
Loop(S, acc) == IF S = {} THEN y' = acc ELSE LET i == CHOOSE i \in S : TRUE IN \E v \in 0..1: Loop(S \ {i}, [acc EXCEPT ![i] = v])
RECURSIVE Up(_)
Up(n) == IF n = 0 THEN x' = x ELSE \/ x' = n \/ Up(n-1)
Next == Up(3) /\ Loop(1..3, y)
====
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
EXPECT holds 32 distinct 1025 generated
