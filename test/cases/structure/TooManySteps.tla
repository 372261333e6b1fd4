---- MODULE TooManySteps ----
\* Twelve choices in one conjunction: 4096 steps.
EXTENDS Naturals
VARIABLES x
Init == x = [k \in 1 .. 12 |-> 0]
One(k) == x'[k] = 0 \/ x'[k] = 1
Next ==
    /\ One(1)
    /\ One(2)
    /\ One(3)
    /\ One(4)
    /\ One(5)
    /\ One(6)
    /\ One(7)
    /\ One(8)
    /\ One(9)
    /\ One(10)
    /\ One(11)
    /\ One(12)
Spec == Init /\ [][Next]_x
====
EXPECT
behaviour Init, Next by formula
var x: (1..12 -> Int) (ghost)
not found: roles: no variable is a function over a set of nodes
20:20 error structure/too-many-steps the next-state relation has more than 4000 steps when its disjunctions are multiplied out
