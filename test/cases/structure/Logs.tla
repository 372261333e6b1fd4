---- MODULE Logs ----
EXTENDS Naturals, Sequences
\* A log is truncated and appended to; entries travel in messages.
CONSTANTS Node, Value
VARIABLES msgs, log
Init == msgs = {} /\ log = [i \in Node |-> <<>>]
Client(i, v) ==
    /\ Len(log[i]) < 2
    /\ log' = [log EXCEPT ![i] = Append(@, [term |-> 1, value |-> v])]
    /\ UNCHANGED msgs
Ship(i) ==
    /\ Len(log[i]) > 0
    /\ msgs' = msgs \cup {[type |-> "app", from |-> i, entries |-> SubSeq(log[i], 1, 1)]}
    /\ UNCHANGED log
Store(i) == \E m \in msgs : m.type = "app" /\ log' = [log EXCEPT ![i] = m.entries \o SubSeq(@, 2, Len(@))] /\ UNCHANGED msgs
Cut(i) == Len(log[i]) > 0 /\ log' = [log EXCEPT ![i] = [k \in 1 .. Len(@) - 1 |-> log[i][k]]] /\ UNCHANGED msgs
Next == \E i \in Node : Ship(i) \/ Store(i) \/ Cut(i) \/ \E v \in Value : Client(i, v)
Spec == Init /\ [][Next]_<<msgs, log>>
====
CFG
CONSTANT Node = {n1, n2}
Value = {v}
EXPECT
behaviour Init, Next by formula
var msgs: set of [type: "app", from: Node, entries: Seq([term: Int, value: Value])]
var log: (Node -> Seq([term: Int, value: Value]))
network msgs: growing-set by type
kind app(type: "app", from: Node, entries: Seq([term: Int, value: Value])) Ship -> Store, sender from
role Node: log
action Ship(i \in Node) by i @11
  if Len(log[i]) > 0
  reads log[i]
  writes msgs
  sends app one
action Store(i \in Node, m \in msgs) by i @15
  if m.type = "app"
  reads msgs, log[i]
  writes log[i]
  receives app one
action Cut(i \in Node) by i @16
  if Len(log[i]) > 0
  reads log[i], log[i][k]
  writes log
action Client(i \in Node, v \in Value) by i @7
  if Len(log[i]) < 2
  reads log[i]
  writes log[i]
