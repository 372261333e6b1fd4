---- MODULE BadNetworkShrinks ----
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

Act(n) == \E m \in msgs :
    /\ msgs' = msgs \ {m}
    /\ x' = [x EXCEPT ![n] = m.num]

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
17:8 protocol/network-update
    the network msgs is changed otherwise than by adding messages
