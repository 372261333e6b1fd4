---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\ y \in {0, 1}
Up(n) == x < 3 /\ x' = x + n
Down == \/ x > 1 /\ x' = x - 1
        \/ lab:: x' = 0
Start == Init!1 /\ Init!2
Next == ((Up(1)!1 /\ Up(1)!2) \/ Down!1 \/ Down!lab) /\ y' = y
Inv == x \in 0 .. 4
Holds == Inv!2 = 0 .. 4 /\ Up(2)!1!2 = 3
Test == \A n \in 1 .. 2 : l(n):: n < 2
Also == Test!l(1) /\ ~Test!l(2) /\ Test!(1)
====
INIT Start
NEXT Next
INVARIANT Inv
INVARIANT Holds
INVARIANT Also
EXPECT holds 8 distinct 20 generated
