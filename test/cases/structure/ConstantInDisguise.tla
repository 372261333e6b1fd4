---- MODULE ConstantInDisguise ----
EXTENDS Naturals
CONSTANTS Node
VARIABLES config, x
Init == config = Node /\ x = [i \in Node |-> FALSE]
Flip(i) == i \in config /\ ~x[i] /\ x' = [x EXCEPT ![i] = TRUE] /\ UNCHANGED config
Next == \E i \in Node : Flip(i)
Spec == Init /\ [][Next]_<<config, x>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var config: Node
var x: (Node -> BOOLEAN)
role Node: x
action Flip(i \in Node) by i @6
  if i \in config
  if ~x[i]
  reads config, x[i]
  writes x[i]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
4:11 info structure/constant-variable `config` never changes in this behaviour
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
