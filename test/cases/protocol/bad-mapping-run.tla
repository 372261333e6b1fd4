---- MODULE BadMappingRun ----
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
  "owners": [{ "keys": "Node", "field": "numb" }],
  "goals": [{ "name": "done", "holds": "TRUE", "skip": ["Pong", "Ping"] }],
  "run": { "clientAction": "Act", "clientParameter": "v", "decided": "Init", "timeouts": ["Time"], "restart": "Stop" }
}
EXPECT
2:41 protocol/mapping-name
    the message field numb is not in the module
3:57 protocol/mapping-name
    the action Pong is not in the module
4:54 protocol/mapping-name
    the parameter of Act v is not in the module
4:91 protocol/mapping-name
    the action Time is not in the module
4:111 protocol/mapping-name
    the action Stop is not in the module
