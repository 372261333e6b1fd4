---- MODULE SharedTable ----
EXTENDS Naturals
CONSTANTS Node, Slot
VARIABLES votes, mine
Init == votes = [s \in Slot |-> {}] /\ mine = [i \in Node |-> 0]
Vote(i, s) == votes' = [votes EXCEPT ![s] = @ \cup {i}] /\ mine' = [mine EXCEPT ![i] = 1]
Decide(i, s) == votes[s] = Node /\ mine' = [mine EXCEPT ![i] = 2] /\ UNCHANGED votes
Next == \E i \in Node, s \in Slot : Vote(i, s) \/ Decide(i, s)
Spec == Init /\ [][Next]_<<votes, mine>>
====
CFG
CONSTANT Node = {n1, n2}
Slot = {1}
EXPECT
behaviour Init, Next by formula
var votes: (Slot -> set of Node)
var mine: (Node -> Int) (ghost)
role Slot: votes
role Node: mine
action Vote(i \in Node, s \in Slot) by i @6
  reads votes[s]
  writes votes[s], mine[i]
action Decide(i \in Node, s \in Slot) by i @7
  if votes[s] = Node
  reads votes[s]
  writes mine[i]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
7:17 info structure/peer-read Decide of i reads `votes[s]`, of another node
4:18 info structure/ghost `mine` is read by no guard and no other variable
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
4:11 info structure/shared-table `votes` is written and read by all
