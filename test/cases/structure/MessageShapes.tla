---- MODULE MessageShapes ----
EXTENDS Naturals
\* Messages that are no records beside some that are, and kinds without a tag.
CONSTANTS Node, Value
VARIABLES msgs, x
Init == msgs = {} /\ x = [i \in Node |-> 0]
Ask(i) == msgs' = msgs \cup {[asks |-> i]} /\ UNCHANGED x
Tell(i) == \E m \in msgs : msgs' = msgs \cup {[tells |-> i, n |-> x[i]]} /\ UNCHANGED x
Odd(i, v) == msgs' = msgs \cup {x[i]} /\ UNCHANGED x
Hear(i) == \E m \in msgs : x' = [x EXCEPT ![i] = 1] /\ UNCHANGED msgs
Next == \E i \in Node : Ask(i) \/ Tell(i) \/ Hear(i) \/ \E v \in Value : Odd(i, v)
Spec == Init /\ [][Next]_<<msgs, x>>
====
EXPECT
behaviour Init, Next by formula
var msgs: set of (Int | [asks: Node] | [tells: Node, n: Int])
var x: (Node -> Int)
network msgs: growing-set
kind msgs(asks: Node, tells: Node, n: Int) Ask+Tell+Odd -> Tell+Hear, sender ?
role Node: x
action Ask(i \in Node) @7
  writes msgs
  sends msgs one
action Tell(i \in Node, m \in msgs) by i @8
  reads msgs, x[i]
  writes msgs
  receives msgs one
  sends msgs one
action Hear(i \in Node, m \in msgs) by i @10
  reads msgs
  writes x[i]
  receives msgs one
action Odd(i \in Node, v \in Value) by i @9
  reads x[i]
  writes msgs
  sends msgs one
not found: message kinds: no field holds a literal in every message
not found: sender of msgs: no field holds the node that sends it
9:33 info structure/message-shape Odd adds to `msgs` what is not seen to be records
7:11 info structure/no-kind-field no field tells the kinds of the messages in `msgs` apart
7:30 info structure/no-sender nothing in messages of kind msgs tells who sent them
