---- MODULE BadMappingName ----
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
  "nodes": "Nodes",
  "network": "network",
  "owners": [{ "keys": "Ballots", "field": "num" }],
  "clientValues": ["Values"],
  "invariants": ["Agree"]
}
EXPECT
2:12 protocol/mapping-name
    the node set Nodes is not in the module
3:14 protocol/mapping-name
    the network variable network is not in the module
4:24 protocol/mapping-name
    the set of keys Ballots is not in the module
5:20 protocol/mapping-name
    the set of client values Values is not in the module
6:18 protocol/mapping-name
    the invariant Agree is not in the module
