---- MODULE PrimedReads ----
EXTENDS Naturals
\* The message says the new value.
CONSTANTS Node
VARIABLES msgs, slot
Init == msgs = {} /\ slot = [l \in Node |-> 0]
Entry(s) == [cmd |-> "c", at |-> s]
Propose(l) ==
    /\ slot[l] < 2
    /\ slot' = [slot EXCEPT ![l] = @ + 1]
    /\ msgs' = msgs \cup {[type |-> "p", entry |-> Entry(slot'[l]), from |-> l]}
Skip(l) == \E m \in msgs : m.type = "p" /\ slot' = [slot EXCEPT ![l] = m.entry.at] /\ UNCHANGED msgs
Next == \E l \in Node : Propose(l) \/ Skip(l)
Spec == Init /\ [][Next]_<<msgs, slot>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var msgs: set of [type: "p", entry: [cmd: "c", at: Int], from: Node]
var slot: (Node -> Int)
network msgs: growing-set by type
kind p(type: "p", entry: [cmd: "c", at: Int], from: Node) Propose -> Skip, sender from
role Node: slot
action Propose(l \in Node) by l @8
  if slot[l] < 2
  reads slot[l]
  writes slot[l], msgs
  sends p one
  frame primed-read slot
action Skip(l \in Node, m \in msgs) by l @12
  if m.type = "p"
  reads msgs
  writes slot[l]
  receives p one
