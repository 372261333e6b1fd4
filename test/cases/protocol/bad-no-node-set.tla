---- MODULE BadNoNodeSet ----
VARIABLES msgs, x
Init == msgs = {} /\ x = 0
Next == x' = 1 /\ UNCHANGED msgs
====
EXPECT
3:9 protocol/no-node-set
    the set of nodes cannot be told: no variable starts as a function [n \in Nodes |-> …]
