---- MODULE Outbox ----
EXTENDS Naturals
\* Messages wait in the sender's outbox until it is ready.
CONSTANTS Node
VARIABLES outbox, net, term
Init == outbox = [i \in Node |-> {}] /\ net = {} /\ term = [i \in Node |-> 0]
Vote(i) ==
    /\ term[i] < 1
    /\ term' = [term EXCEPT ![i] = @ + 1]
    /\ outbox' = [outbox EXCEPT ![i] = @ \cup {[type |-> "Vote", term |-> term[i] + 1, from |-> i]}]
    /\ UNCHANGED net
Ready(i) ==
    /\ net' = net \cup outbox[i]
    /\ outbox' = [outbox EXCEPT ![i] = {}]
    /\ UNCHANGED term
Hear(i) == \E m \in net :
    /\ m.type = "Vote" /\ m.term > term[i]
    /\ term' = [term EXCEPT ![i] = m.term]
    /\ UNCHANGED <<outbox, net>>
Next == \E i \in Node : Vote(i) \/ Ready(i) \/ Hear(i)
Spec == Init /\ [][Next]_<<outbox, net, term>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var outbox: (Node -> set of [type: "Vote", term: Int, from: Node])
var net: set of [type: "Vote", term: Int, from: Node]
var term: (Node -> Int)
network net: growing-set by type
network outbox[*]: outbox by type
kind Vote(type: "Vote", term: Int, from: Node) Ready+Vote -> Hear, sender from
role Node: term
action Vote(i \in Node) by i @7
  if term[i] < 1
  reads term[i], outbox[i]
  writes term[i], outbox[i]
  sends Vote one
action Ready(i \in Node) by i @12
  reads outbox[i]
  writes net, outbox[i]
  sends Vote set
action Hear(i \in Node, m \in net) by i @16
  if m.type = "Vote"
  if m.term > term[i]
  reads net, term[i]
  writes term[i]
  receives Vote one
