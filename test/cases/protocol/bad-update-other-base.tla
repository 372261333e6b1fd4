---- MODULE BadUpdateOtherBase ----
EXTENDS Naturals, FiniteSets
CONSTANT Node
VARIABLES msgs, x, y

Init ==
    /\ msgs = {}
    /\ y = [n \in Node |-> 0]
    /\ x = [n \in Node |-> 0]

Send(m) == msgs' = msgs \cup {m}

Ping(n) ==
    /\ Send([kind |-> "Ping", from |-> n, num |-> x[n]])
    /\ UNCHANGED x

Act(n) ==
    /\ y' = [x EXCEPT ![n] = 1]
    /\ UNCHANGED <<msgs, x>>

Next == \E n \in Node : (Ping(n) /\ UNCHANGED y) \/ Act(n)
====
EXPECT
18:8 protocol/update-shape
    the new value of y is not that of one node changed
