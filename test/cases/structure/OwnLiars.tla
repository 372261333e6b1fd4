---- MODULE OwnLiars ----
EXTENDS Naturals
\* A liar puts in any message there may be.
CONSTANTS Node
VARIABLES msgs, x
Message == [type : {"a", "b"}, from : Node]
Init == msgs = {} /\ x = [i \in Node |-> 0]
Send(i) == msgs' = msgs \cup {[type |-> "a", from |-> i]} /\ UNCHANGED x
Inject == \E m \in Message : msgs' = msgs \cup {m} /\ UNCHANGED x
Hear(i) == \E m \in msgs : m.type = "a" /\ x' = [x EXCEPT ![i] = 1] /\ UNCHANGED msgs
HonestNext == \E i \in Node : Send(i) \/ Hear(i)
Next == HonestNext \/ Inject
HonestSpec == Init /\ [][HonestNext]_<<msgs, x>>
Spec == Init /\ [][Next]_<<msgs, x>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula; not HonestSpec
var msgs: set of [type: "a" | "b", from: Node]
var x: (Node -> Int) (ghost)
network msgs: growing-set by type
kind a(type: "a", from: Node) Send+Inject -> Hear, sender from
kind b(type: "b", from: Node) Inject -> -, sender ?
role Node: x
action Send(i \in Node) @8
  writes msgs
  sends a one
action Hear(i \in Node, m \in msgs) by i @10
  if m.type = "a"
  reads msgs
  writes x[i]
  receives a one
action Inject(m \in Message) @9
  writes msgs
  sends a one, b one
not found: sender of b: no field holds the node that sends it
not found: receiver of b: no action looks for it
1:13 warning structure/several-behaviours several behaviours with different next-state relations: HonestSpec, Spec; taken: Spec
5:17 info structure/ghost `x` is read by no guard and no other variable
9:49 info structure/liar Inject sends fields that it reads nowhere: already Byzantine?
9:30 info structure/no-sender nothing in messages of kind b tells who sent them
