---- MODULE BadOwnerProposed ----
EXTENDS Naturals
CONSTANTS Node, Ballot, Value
VARIABLES msgs, x
Init == msgs = {} /\ x = [n \in Node |-> 0]
Propose(b, v) == msgs' = msgs \cup {[type |-> "2a", bal |-> b, val |-> v]} /\ UNCHANGED x
Accept(n) == \E m \in msgs :
    /\ m.type = "2a" /\ m.bal >= x[n]
    /\ x' = [x EXCEPT ![n] = m.bal]
    /\ UNCHANGED msgs
Next == (\E b \in Ballot, v \in Value : Propose(b, v)) \/ \E n \in Node : Accept(n)
====
EXPECT
6:1 protocol/no-actor
    nothing tells which node takes action Propose
