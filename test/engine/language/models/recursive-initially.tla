---- MODULE M ----
EXTENDS Naturals, FiniteSets, Sequences
VARIABLES c
RECURSIVE Loop(_, _)
Loop(S, f) == IF S = {} THEN c' = f
  ELSE LET i == CHOOSE m \in S : \A o \in S : m <= o
       IN \/ f[i] < 2 /\ Loop(S \ {i}, [f EXCEPT ![i] = @ + 1])
          \/ Loop(S \ {i}, f)
RECURSIVE Inits(_, _)
Inits(S, f) == IF S = {} THEN c = f ELSE \E i \in S, v \in 0..1 : Inits(S \ {i}, [f EXCEPT ![i] = v])
Init == Inits({1, 2}, [i \in 1..3 |-> 0])
Next == Loop(1..3, c)
I == \A i \in 1..3 : c[i] <= 2
====
INIT Init
NEXT Next
INVARIANT I
CHECK_DEADLOCK FALSE
EXPECT holds 27 distinct 133 generated
