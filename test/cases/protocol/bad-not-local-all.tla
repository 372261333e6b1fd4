---- MODULE BadNotLocalAll ----
EXTENDS Naturals, FiniteSets
CONSTANT Node
VARIABLES msgs, x

Init ==
    /\ msgs = {}
    /\ x = [n \in Node |-> 0]

Send(m) == msgs' = msgs \cup {m}

Ping(n) ==
    /\ Send([kind |-> "Ping", from |-> n, num |-> x[n]])
    /\ UNCHANGED x

Highest == \A n, o \in Node : x[n] = x[o]

Act(n) ==
    /\ Highest
    /\ x' = [x EXCEPT ![n] = 1]
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
16:31 protocol/not-local
    action Act of node n reads x of another node
16:38 protocol/not-local
    action Act of node n reads x of another node
