---- MODULE BadAbsenceEmpty ----
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
    /\ {m \in msgs : m.num = 1} = {}
    /\ x' = [x EXCEPT ![n] = 1]
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
17:8 protocol/absence-of-message
    action Act depends on the absence of a message in msgs, which no node can see
