---- MODULE BadNothingSent ----
CONSTANT Node
VARIABLES msgs, x
Init == msgs = {} /\ x = [n \in Node |-> 0]
Next == \E n \in Node : x' = [x EXCEPT ![n] = 1] /\ UNCHANGED msgs
====
EXPECT
- protocol/no-kind-field
    no action sends a message
