---- MODULE OnlyCounted ----
EXTENDS Naturals, FiniteSets
CONSTANTS Node
VARIABLES msgs, x
Init == msgs = {} /\ x = [i \in Node |-> FALSE]
Send(i) == msgs' = msgs \cup {[type |-> "ack", from |-> i]} /\ UNCHANGED x
Count(i) == Cardinality({m \in msgs : m.type = "ack"}) >= 2 /\ x' = [x EXCEPT ![i] = TRUE] /\ UNCHANGED msgs
Next == \E i \in Node : Send(i) \/ Count(i)
Spec == Init /\ [][Next]_<<msgs, x>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var msgs: set of [type: "ack", from: Node]
var x: (Node -> BOOLEAN) (ghost)
network msgs: growing-set by type
kind ack(type: "ack", from: Node) Send -> Count, sender from
role Node: x
action Send(i \in Node) @6
  writes msgs
  sends ack one
action Count(i \in Node) by i @7
  if Cardinality({m \in msgs : m.type = "ack"}) >= 2
  reads msgs
  writes x[i]
  receives ack set
4:17 info structure/ghost `x` is read by no guard and no other variable
7:25 info structure/only-counted messages in `msgs` are only counted, never read
