---- MODULE BadNoActor ----
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

Act(b) ==
    /\ Send([kind |-> "Start", ballot |-> b])
    /\ UNCHANGED x

Next == (\E n \in Node : Ping(n)) \/ \E b \in 1 .. 3 : Act(b)
====
EXPECT
16:1 protocol/no-actor
    nothing tells which node takes action Act
