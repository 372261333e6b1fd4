---- MODULE Mailbox ----
EXTENDS Naturals
\* A slot for one message: the second overwrites the first.
CONSTANTS Node, None
VARIABLES box, x
Init == box = [d \in Node |-> None] /\ x = [i \in Node |-> 0]
Put(i, d) ==
    /\ x[i] < 2
    /\ box' = [box EXCEPT ![d] = [type |-> "m", from |-> i]]
    /\ UNCHANGED x
Take(d) == box[d] # None /\ x' = [x EXCEPT ![d] = 1] /\ box' = [box EXCEPT ![d] = None]
Next == \E i \in Node : Take(i) \/ \E d \in Node : Put(i, d)
Spec == Init /\ [][Next]_<<box, x>>
====
CFG
CONSTANT Node = {n1, n2}
None = None
EXPECT
behaviour Init, Next by formula
var box: (Node -> None | [type: "m", from: Node])
var x: (Node -> Int)
role Node: box, x
action Take(i \in Node) by i @11
  if box[i] # None
  reads box[i]
  writes x[i], box[i]
action Put(i \in Node, d \in Node) by d @7
  if x[i] < 2
  reads x[i]
  writes box[d]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
8:8 info structure/peer-read Put of d reads `x[i]`, of another node
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
9:8 info structure/mailbox Put overwrites `box`: a message that was there is gone
