---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
S == 1..3
Init == x = 0 /\ y = [i \in S |-> i]
Both == [k \in S |-> x' = k /\ y' = [y EXCEPT ![k] = 0]]
Ways == /\ x < 3
        /\ [k \in S |-> x' = k \/ x' = 0][2]
        /\ y' = [y EXCEPT ![1] = (@ + 1) % 4]
Chosen == \E k \in S : [j \in S |-> x' = j /\ y' = [y EXCEPT ![k] = 0]][k]
Among == /\ x = 1
         /\ [k \in S |-> x' \in {k, 0}][2]
         /\ UNCHANGED y
Named == x = 2 /\ Both[3]
Local == /\ x = 3
         /\ LET To == [k \in S |-> x' = k + 3] IN To[1]
         /\ UNCHANGED y
Next == Ways \/ Chosen \/ Among \/ Named \/ Local
====
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
EXPECT holds 52 distinct 261 generated
