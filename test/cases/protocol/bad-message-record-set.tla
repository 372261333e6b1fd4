---- MODULE BadMessageRecordSet ----
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

Act(n) ==
    /\ msgs' = msgs \cup [kind : {"Pong"}, from : {n}, to : Node]
    /\ UNCHANGED x

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
17:8 protocol/message-shape
    a message is sent whose fields cannot be seen
