---- MODULE BadNetworkInit ----
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

Act(n) == x' = [x EXCEPT ![n] = 1] /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
MAPPING
{ "network": "x" }
EXPECT
8:12 protocol/network-init
    x cannot be the network: it does not start as {}
