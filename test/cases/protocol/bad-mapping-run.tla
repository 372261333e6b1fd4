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
  "durable": ["x", "sent"],
  "goals": [{ "name": "done", "holds": "TRUE", "skip": ["Pong", "Ping"] }],
  "run": { "clientAction": "Act", "clientParameter": "v", "decided": "Init", "timeouts": ["Time"], "restart": "Stop" }
}
EXPECT
2:41 protocol/mapping-name
    the message field numb is not in the module
3:20 protocol/mapping-name
    the variable of a node sent is not in the module
4:57 protocol/mapping-name
    the action Pong is not in the module
5:54 protocol/mapping-name
    the parameter of Act v is not in the module
5:91 protocol/mapping-name
    the action Time is not in the module
5:111 protocol/mapping-name
    the action Stop is not in the module
