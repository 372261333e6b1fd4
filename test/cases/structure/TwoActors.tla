---- MODULE TwoActors ----
EXTENDS Naturals
CONSTANTS Prop, Acc
VARIABLES prop, acc
Init == prop = [p \in Prop |-> 0] /\ acc = [a \in Acc |-> 0]
Vote(p, a) == acc[a] = 0 /\ prop[p] < 2 /\ prop' = [prop EXCEPT ![p] = @ + 1] /\ acc' = [acc EXCEPT ![a] = 1]
Next == \E p \in Prop, a \in Acc : Vote(p, a)
Spec == Init /\ [][Next]_<<prop, acc>>
====
CFG
CONSTANTS Prop = {p1}
Acc = {a1, a2}
EXPECT
behaviour Init, Next by formula
var prop: (Prop -> Int)
var acc: (Acc -> Int)
role Prop: prop
role Acc: acc
action Vote(p \in Prop, a \in Acc) by p, a @6
  if acc[a] = 0
  if prop[p] < 2
  reads acc[a], prop[p]
  writes prop[p], acc[a]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
6:82 info structure/two-actors Vote writes the slices of prop[p] and acc[a]: one step of two nodes
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
