---- MODULE TypeSetSent ----
EXTENDS Naturals
\* A set of records where one message was meant.
CONSTANTS Node
VARIABLES msgs, x
Init == msgs = {} /\ x = [i \in Node |-> 0]
Send(i) == msgs' = msgs \cup {[type : {"a"}, to : Node]} /\ UNCHANGED x
Hear(i) == \E m \in msgs : x' = [x EXCEPT ![i] = 1] /\ UNCHANGED msgs
Next == \E i \in Node : Send(i) \/ Hear(i)
Spec == Init /\ [][Next]_<<msgs, x>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var msgs: set of set of [type: "a", to: Node]
var x: (Node -> Int) (ghost)
role Node: x
action Send(i \in Node) @7
  writes msgs
action Hear(i \in Node, m \in msgs) by i @8
  reads msgs
  writes x[i]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
5:17 info structure/ghost `x` is read by no guard and no other variable
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
5:11 info structure/shared-table `msgs` is written and read by all
7:31 warning structure/type-set Send sends the set of all records `[type : {"a"}, to : Node]` as one message
