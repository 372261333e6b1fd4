---- MODULE BadMessageShape ----
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

Reply(n) == CHOOSE r \in {[kind |-> "Pong", from |-> n]} : TRUE

Act(n) ==
    /\ msgs' = msgs \cup {Reply(n)}
    /\ UNCHANGED x

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
19:8 protocol/message-shape
    a message is sent whose fields cannot be seen
