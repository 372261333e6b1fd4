---- MODULE BadInitShape ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x
Init == msgs = {} /\ x \in [Node -> 0 .. 1]
Next == \E n \in Node : msgs' = msgs \cup {[kind |-> "Ping", from |-> n]} /\ UNCHANGED x
====
MAPPING
{ "nodes": "Node" }
EXPECT
4:17 protocol/init-shape
    the initial value of x is not given as x = …
