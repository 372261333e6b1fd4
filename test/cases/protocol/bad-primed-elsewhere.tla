---- MODULE BadPrimedElsewhere ----
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
    /\ x' = [x EXCEPT ![n] = 1]
    /\ Send([kind |-> "Pong", from |-> n, num |-> x'[n]])
    /\ Cardinality(msgs') < 5

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
19:20 protocol/primed-elsewhere
    a primed variable outside of x' = …
