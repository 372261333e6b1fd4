---- MODULE BadMappingUnknownKey ----
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
  "node": "Node",
  "owners": [{ "keys": "Node", "field": "num", "why": "because" }]
}
EXPECT
3:48 mapping/unknown-key
    unknown key "why"
2:3 mapping/unknown-key
    unknown key "node"
