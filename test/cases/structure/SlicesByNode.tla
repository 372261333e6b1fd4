---- MODULE SlicesByNode ----
EXTENDS Naturals
\* Many variables by node; a set of messages that only grows.
CONSTANTS Node
VARIABLES msgs, term, vote
vars == <<msgs, term, vote>>
Init == msgs = {} /\ term = [i \in Node |-> 0] /\ vote = [i \in Node |-> {}]
Send(m) == msgs' = msgs \cup {m}
Ask(i) ==
    /\ term[i] < 2
    /\ term' = [term EXCEPT ![i] = @ + 1]
    /\ vote' = [vote EXCEPT ![i] = {i}]
    /\ Send([type |-> "Ask", term |-> term[i] + 1, from |-> i])
Grant(i, m) ==
    /\ m.type = "Ask" /\ m.term > term[i]
    /\ term' = [term EXCEPT ![i] = m.term]
    /\ Send([type |-> "Grant", term |-> m.term, from |-> i, to |-> m.from])
    /\ UNCHANGED vote
Count(i) == \E m \in msgs :
    /\ m.type = "Grant" /\ m.to = i /\ m.term = term[i]
    /\ vote' = [vote EXCEPT ![i] = @ \cup {m.from}]
    /\ UNCHANGED <<msgs, term>>
Next == \E i \in Node : Ask(i) \/ Count(i) \/ \E m \in msgs : Grant(i, m)
Spec == Init /\ [][Next]_vars /\ \A i \in Node : WF_vars(Count(i))
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
fairness \A i \in Node : WF_vars(Count(i))
var msgs: set of ([type: "Ask", term: Int, from: Node] | [type: "Grant", term: Int, from: Node, to: Node])
var term: (Node -> Int)
var vote: (Node -> set of Node) (ghost)
network msgs: growing-set by type
kind Ask(type: "Ask", term: Int, from: Node) Ask -> Grant, sender from
kind Grant(type: "Grant", term: Int, from: Node, to: Node) Grant -> Count, sender from
role Node: term, vote
action Ask(i \in Node) by i @9
  if term[i] < 2
  reads term[i]
  writes term[i], vote[i], msgs
  sends Ask one
action Count(i \in Node, m \in msgs) by i @19
  if m.type = "Grant"
  if m.to = i
  if m.term = term[i]
  reads msgs, term[i], vote[i]
  writes vote[i]
  receives Grant one
action Grant(i \in Node, m \in msgs) by i @14
  if m.type = "Ask"
  if m.term > term[i]
  reads msgs, term[i]
  writes term[i], msgs
  receives Ask one
  sends Grant one
5:23 info structure/ghost `vote` is read by no guard and no other variable
