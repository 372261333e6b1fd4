---- MODULE Choices ----
EXTENDS Naturals
\* A free choice by \in, by a quantifier, and one that CHOOSE makes once and for all.
CONSTANTS Node, Value
VARIABLES sent, x, y
Init == sent = {} /\ x = [i \in Node |-> 0] /\ y \in [Node -> BOOLEAN]
Any(i) == y' \in [Node -> BOOLEAN] /\ UNCHANGED <<sent, x>>
Some(i) == (\E v \in Value : sent' = sent \cup {[type |-> "v", val |-> v, from |-> i]}) /\ UNCHANGED <<x, y>>
One(i) ==
    /\ sent # {}
    /\ x' = [x EXCEPT ![i] = (CHOOSE m \in sent : m.type = "v").val]
    /\ UNCHANGED <<sent, y>>
Next == \E i \in Node : Any(i) \/ Some(i) \/ One(i)
Spec == Init /\ [][Next]_<<sent, x, y>>
====
CFG
CONSTANT Node = {n1, n2}
Value = {1, 2}
EXPECT
behaviour Init, Next by formula
var sent: set of [type: "v", val: Int, from: Node]
var x: (Node -> Int) (ghost)
var y: (Node -> BOOLEAN) (ghost)
network sent: growing-set by type
kind v(type: "v", val: Int, from: Node) Some -> One, sender from
role Node: x, y
action Any(i \in Node) @7
  writes y?
action Some(i \in Node, v \in Value) @8
  writes sent
  sends v one
action One(i \in Node) by i @9
  if sent # {}
  reads sent
  writes x[i]
  receives v one
11:31 info structure/choose One takes one fixed value by CHOOSE: `CHOOSE m \in sent : m.type = "v"`
5:17 info structure/ghost `x` is read by no guard and no other variable
5:20 info structure/ghost `y` is read by no guard and no other variable
