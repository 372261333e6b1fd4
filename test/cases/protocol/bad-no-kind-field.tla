---- MODULE BadNoKindField ----
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
    /\ Send([from |-> n])
    /\ UNCHANGED x

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
13:13 protocol/no-kind-field
    no field tells the kind of a message: none holds a string or a constant in all messages sent
