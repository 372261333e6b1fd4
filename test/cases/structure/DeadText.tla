---- MODULE DeadText ----
EXTENDS Naturals
\* Contradictory guards, and a kind that nobody sends.
CONSTANTS Node
VARIABLES msgs, x
Init == msgs = {} /\ x = [i \in Node |-> "a"]
Send(i) == msgs' = msgs \cup {[type |-> "ask", from |-> i]} /\ UNCHANGED x
Hear(i) == \E m \in msgs : m.type = "answer" /\ x' = [x EXCEPT ![i] = "b"] /\ UNCHANGED msgs
Never(i) == x[i] = "a" /\ x[i] = "b" /\ x' = [x EXCEPT ![i] = "c"] /\ UNCHANGED msgs
Next == \E i \in Node : Send(i) \/ Hear(i) \/ Never(i)
Spec == Init /\ [][Next]_<<msgs, x>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var msgs: set of [type: "ask", from: Node]
var x: (Node -> "a" | "b" | "c")
network msgs: growing-set by type
kind ask(type: "ask", from: Node) Send -> -, sender from
role Node: x
action Send(i \in Node) @7
  writes msgs
  sends ask one
action Hear(i \in Node, m \in msgs) by i @8
  if m.type = "answer"
  reads msgs
  writes x[i]
  receives answer one
action Never(i \in Node) by i @9
  if x[i] = "a"
  if x[i] = "b"
  reads x[i]
  writes x[i]
not found: receiver of ask: no action looks for it
9:27 warning structure/dead-action Never can never happen: `x[i] = "a" /\ x[i] = "b"` is FALSE
8:15 warning structure/never-sent answer is looked for in `msgs`, where nobody puts it
