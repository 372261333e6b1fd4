---- MODULE PeerRead ----
EXTENDS Naturals
\* No network: nodes look at each other.
CONSTANTS Node
VARIABLES next
Init == next = [i \in Node |-> 0]
Recover(i) == \E o \in Node \ {i} : next[o] > next[i] /\ next' = [next EXCEPT ![i] = next[o]]
Grow(i) == next[i] < 2 /\ next' = [next EXCEPT ![i] = @ + 1]
Next == \E i \in Node : Recover(i) \/ Grow(i)
Spec == Init /\ [][Next]_next
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var next: (Node -> Int)
role Node: next
action Recover(i \in Node, o \in Node \ {i}) by i @7
  if next[o] > next[i]
  reads next[o], next[i]
  writes next[i]
action Grow(i \in Node) by i @8
  if next[i] < 2
  reads next[i]
  writes next[i]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
7:37 info structure/peer-read Recover of i reads `next[o]`, of another node
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
