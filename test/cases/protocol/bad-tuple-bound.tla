---- MODULE BadTupleBound ----
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

Act(n) == \E <<a, b>> \in {<<1, 2>>} : x' = [x EXCEPT ![n] = a + b] /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
16:11 protocol/tuple-bound
    a bound tuple or an unbounded name is not supported in an action
