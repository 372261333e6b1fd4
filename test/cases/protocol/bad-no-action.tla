---- MODULE BadNoAction ----
CONSTANT Node
VARIABLES msgs, x
Init == msgs = {} /\ x = [n \in Node |-> 0]
Next == \E n \in Node : x[n] = 0
====
EXPECT
5:9 protocol/no-action
    the next-state relation has no action
