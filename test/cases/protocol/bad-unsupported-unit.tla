---- MODULE BadUnsupportedUnit ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x
L == INSTANCE SequencesExt
fact[n \in 0 .. 9] == IF n = 0 THEN 1 ELSE n * fact[n - 1]
RECURSIVE Sum(_)
Sum(S) == IF S = {} THEN 0 ELSE LET n == CHOOSE k \in S : TRUE IN x[n] + Sum(S \ {n})
Init == msgs = {} /\ x = [n \in Node |-> 0]
Next == \E n \in Node : x' = [x EXCEPT ![n] = Sum(Node)] /\ UNCHANGED msgs
====
EXPECT
5:1 protocol/unsupported-unit
    INSTANCE is not supported in a protocol specification yet
6:1 protocol/unsupported-unit
    a function defined by itself is not supported in a protocol specification yet
7:11 protocol/unsupported-unit
    a RECURSIVE operator that speaks of the state is not supported in a protocol specification yet
