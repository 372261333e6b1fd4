---- MODULE BadTwoActorsVariables ----
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

Act(n) == \E m \in msgs :
    /\ x' = [x EXCEPT ![n] = 1]
    /\ y' = [y EXCEPT ![m.from] = 2]
    /\ UNCHANGED msgs

Next == \E n \in Node : (Ping(n) /\ UNCHANGED y) \/ Act(n)
====
EXPECT
19:8 protocol/two-actors
    action Act changes the state of two nodes, n and m.from
