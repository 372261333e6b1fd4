---- MODULE BadMappingNotJson ----
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
{
  "nodes": "Node",
}
EXPECT
3:1 mapping/not-json
    not JSON: Expected double-quoted property name in JSON at position 21
