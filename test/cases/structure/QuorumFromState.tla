---- MODULE QuorumFromState ----
EXTENDS Naturals, FiniteSets
\* Reconfiguration: quorums depend on the state.
CONSTANTS Node
VARIABLES msgs, config, x
Quorums(c) == {Q \in SUBSET c : 2 * Cardinality(Q) > Cardinality(c)}
Init == msgs = {} /\ config = [i \in Node |-> Node] /\ x = [i \in Node |-> 0]
Ack(i) == msgs' = msgs \cup {[type |-> "ack", from |-> i]} /\ UNCHANGED <<config, x>>
Lead(i) ==
    /\ \E Q \in Quorums(config[i]) : \A j \in Q : \E m \in msgs : m.type = "ack" /\ m.from = j
    /\ x' = [x EXCEPT ![i] = 1]
    /\ UNCHANGED <<msgs, config>>
Remove(i, j) == i # j /\ config' = [config EXCEPT ![i] = @ \ {j}] /\ UNCHANGED <<msgs, x>>
Next == \E i \in Node : Ack(i) \/ Lead(i) \/ \E j \in Node : Remove(i, j)
Spec == Init /\ [][Next]_<<msgs, config, x>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var msgs: set of [type: "ack", from: Node]
var config: (Node -> set of Node)
var x: (Node -> Int) (ghost)
network msgs: growing-set by type
kind ack(type: "ack", from: Node) Ack -> Lead, sender from
role Node: config, x
action Ack(i \in Node) @8
  writes msgs
  sends ack one
action Lead(i \in Node) by i @9
  if \E Q \in Quorums(config[i]) : \A j \in Q : \E m \in msgs : m.type = "ack" /\ m.from = j
  reads config[i], msgs
  writes x[i]
  receives ack set
action Remove(i \in Node, j \in Node) by i @13
  if i # j
  reads config[i]
  writes config[i]
10:17 info structure/nodes-are-state quorums or nodes are taken from the state `config[i]`
5:25 info structure/ghost `x` is read by no guard and no other variable
