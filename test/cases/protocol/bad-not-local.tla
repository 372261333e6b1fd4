---- MODULE BadNotLocal ----
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

Act(n) == \E o \in Node :
    /\ x[o] > x[n]
    /\ x' = [x EXCEPT ![n] = x[o]]
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
17:8 protocol/not-local
    action Act of node n reads x of another node
18:30 protocol/not-local
    action Act of node n reads x of another node
