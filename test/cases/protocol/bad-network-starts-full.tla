---- MODULE BadNetworkStartsFull ----
CONSTANT Node
VARIABLES msgs, x
Init == msgs = {[kind |-> "Go", from |-> 0]} /\ x = [n \in Node |-> 0]
Next == \E n \in Node, m \in msgs : x' = [x EXCEPT ![n] = 1] /\ UNCHANGED msgs
====
MAPPING
{ "network": "msgs" }
EXPECT
4:16 protocol/network-init
    msgs cannot be the network: it does not start as {}
