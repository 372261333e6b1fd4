---- MODULE M ----
EXTENDS Naturals
VARIABLES a, b
---- MODULE Counter ----
CONSTANT most
VARIABLE c
Zero == c = 0
Step == c < most /\ c' = c + 1
Bounded == c \in 0 .. most
====
A == INSTANCE Counter WITH c <- a, most <- 2
B(n) == INSTANCE Counter WITH c <- b, most <- n
Init == A!Zero /\ B(3)!Zero
Next == \/ A!Step /\ UNCHANGED b
        \/ B(3)!Step /\ UNCHANGED a
        \/ \E n \in 3 .. 4 : B(n)!Step /\ A!Step
Inv == A!Bounded /\ B(4)!Bounded
Small == B(2)!Bounded
====
INIT Init
NEXT Next
INVARIANT Inv
CONSTRAINT Small
EXPECT holds 9 distinct 28 generated
