---- MODULE BadCircular ----
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

Less(n) == More(n) - 1
More(n) == Less(n) + x[n]

Act(n) == x' = [x EXCEPT ![n] = More(n)] /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
16:1 protocol/unsupported-unit
    an operator defined by itself without RECURSIVE is not supported in a protocol specification yet
