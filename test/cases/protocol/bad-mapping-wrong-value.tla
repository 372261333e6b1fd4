---- MODULE BadMappingWrongValue ----
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
  "nodes": 3,
  "owners": [{ "keys": "Ballot" }],
  "invariants": ["x + 1"]
}
EXPECT
2:12 mapping/wrong-value
    nodes: Invalid input: expected string, received number
3:14 mapping/wrong-value
    owners.0.field: is missing
4:18 mapping/wrong-value
    invariants.0: must be a TLA+ identifier
