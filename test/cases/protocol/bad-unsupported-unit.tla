---- MODULE BadUnsupportedUnit ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x
L == INSTANCE Library
RECURSIVE Sum(_)
Sum(n) == IF n = 0 THEN 0 ELSE n + Sum(n - 1)
Init == msgs = {} /\ x = [n \in Node |-> 0]
Next == \E n \in Node : x' = [x EXCEPT ![n] = Sum(@)] /\ UNCHANGED msgs
====
EXPECT
5:1 protocol/unsupported-unit
    INSTANCE is not supported in a protocol specification yet
6:1 protocol/unsupported-unit
    RECURSIVE is not supported in a protocol specification yet
