---- MODULE BadInitReads ----
CONSTANT Node
VARIABLES msgs, x, y
Init == msgs = {} /\ x = [n \in Node |-> 0] /\ y = [n \in Node |-> x[n]]
Next == \E n \in Node : x' = [x EXCEPT ![n] = 1] /\ UNCHANGED <<msgs, y>>
====
EXPECT
4:68 protocol/init-reads
    the initial value of y depends on that of x
