---- MODULE NegativeGuards ----
EXTENDS Naturals
\* A guard about what others did not send, and one about nothing in flight.
CONSTANTS Node
VARIABLES msgs, x
Init == msgs = {} /\ x = [i \in Node |-> 0]
Ack(i) == x[i] = 0 /\ msgs' = msgs \cup {[type |-> "ack", from |-> i]} /\ x' = [x EXCEPT ![i] = 1]
Give(i) == x[i] = 1 /\ ~(\E m \in msgs : m.type = "ack" /\ m.from # i) /\ x' = [x EXCEPT ![i] = 2] /\ UNCHANGED msgs
Quiet(i) == msgs = {} /\ x' = [x EXCEPT ![i] = 1] /\ UNCHANGED msgs
Hear(i) == \E m \in msgs : m.from # i /\ x' = [x EXCEPT ![i] = 3] /\ UNCHANGED msgs
Next == \E i \in Node : Ack(i) \/ Give(i) \/ Quiet(i) \/ Hear(i)
Spec == Init /\ [][Next]_<<msgs, x>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var msgs: set of [type: "ack", from: Node]
var x: (Node -> Int)
network msgs: growing-set by type
kind ack(type: "ack", from: Node) Ack -> Give+Hear, sender from
role Node: x
action Ack(i \in Node) by i @7
  if x[i] = 0
  reads x[i]
  writes msgs, x[i]
  sends ack one
action Give(i \in Node) by i @8
  if x[i] = 1
  if ~(\E m \in msgs : m.type = "ack" /\ m.from # i)
  reads x[i], msgs
  writes x[i]
  receives ack absent
action Quiet(i \in Node) by i @9
  if msgs = {}
  reads msgs
  writes x[i]
action Hear(i \in Node, m \in msgs) by i @10
  if m.from # i
  reads msgs
  writes x[i]
  receives ack one
8:26 info structure/absence Give needs that no ack was sent
9:13 info structure/emptiness Quiet: guard needs "nothing else in flight" in `msgs`
