---- MODULE BadUnsupportedUnit ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x
fact[n \in 0 .. 9] == IF n = 0 THEN 1 ELSE n * fact[n - 1]
RECURSIVE Sum(_)
Sum(S) == IF S = {} THEN 0 ELSE LET n == CHOOSE k \in S : TRUE IN x[n] + Sum(S \ {n})
Big == \E n \in Node : x[n] > 9
Init == msgs = {} /\ x = [n \in Node |-> 0]
Next == \E n \in Node :
    LET L == INSTANCE Naturals
        half[k \in Nat] == IF k < 2 THEN 0 ELSE 1 + half[k - 2]
    IN  /\ x' = [x EXCEPT ![n] = Sum(Node)]
        /\ fact[3] > 2
        /\ Big!1 = Node
        /\ msgs' = msgs \cup {[kind |-> "A", from |-> n]}
====
EXPECT
11:9 protocol/unsupported-unit
    INSTANCE in LET is not supported in a protocol specification yet
12:9 protocol/unsupported-unit
    a function defined by itself is not supported in a protocol specification yet
13:34 protocol/unsupported-unit
    a RECURSIVE operator that speaks of the state is not supported in a protocol specification yet
14:12 protocol/unsupported-unit
    a function defined by itself is not supported in a protocol specification yet
15:12 protocol/unsupported-unit
    a part of Big (1) is not supported in a protocol specification yet
