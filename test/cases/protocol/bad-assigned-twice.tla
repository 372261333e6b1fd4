---- MODULE BadAssignedTwice ----
EXTENDS Naturals, FiniteSets
CONSTANT Node
VARIABLES msgs, x

Init ==
    /\ msgs = {}
    /\ x = [n \in Node |-> 0]

Send(m) == msgs' = msgs \cup {m}

vars == <<x>>

Ping(n) ==
    /\ Send([kind |-> "Ping", from |-> n, num |-> x[n]])
    /\ UNCHANGED x

Act(n) ==
    /\ x' = [x EXCEPT ![n] = 1]
    /\ Send([kind |-> "A", from |-> n])
    /\ Send([kind |-> "B", from |-> n])
    /\ UNCHANGED vars

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
10:12 protocol/assigned-twice
    action Act says twice what the new value of msgs is
22:8 protocol/assigned-twice
    action Act says twice what the new value of x is
