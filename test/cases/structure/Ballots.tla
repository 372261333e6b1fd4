---- MODULE Ballots ----
EXTENDS Naturals
\* Ballots are pairs with an order of their own.
CONSTANTS Node
VARIABLES msgs, bal
Less(a, b) == a[1] < b[1] \/ (a[1] = b[1] /\ a[2] < b[2])
Init == msgs = {} /\ bal = [i \in Node |-> <<0, i>>]
Start(i) ==
    /\ bal[i][1] < 2
    /\ bal' = [bal EXCEPT ![i] = <<@[1] + 1, i>>]
    /\ msgs' = msgs \cup {[type |-> "1a", bal |-> <<bal[i][1] + 1, i>>, from |-> i]}
Follow(i) == \E m \in msgs : Less(bal[i], m.bal) /\ bal' = [bal EXCEPT ![i] = m.bal] /\ UNCHANGED msgs
Next == \E i \in Node : Start(i) \/ Follow(i)
Spec == Init /\ [][Next]_<<msgs, bal>>
====
CFG
CONSTANT Node = {1, 2}
EXPECT
behaviour Init, Next by formula
var msgs: set of [type: "1a", bal: <<Int, Int>>, from: Int]
var bal: (Node -> <<Int, Int>>)
network msgs: growing-set by type
kind 1a(type: "1a", bal: <<Int, Int>>, from: Int) Start -> Follow, sender from
role Node: bal
action Start(i \in Node) by i @8
  if bal[i][1] < 2
  reads bal[i][1], bal[i]
  writes bal[i], msgs
  sends 1a one
action Follow(i \in Node, m \in msgs) by i @12
  if Less(bal[i], m.bal)
  reads msgs, bal[i]
  writes bal[i]
  receives 1a one
