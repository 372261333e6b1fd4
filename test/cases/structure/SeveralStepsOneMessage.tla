---- MODULE SeveralStepsOneMessage ----
EXTENDS Naturals
\* A step that leaves the message for the next one; kinds and actions many to many.
CONSTANTS Node
VARIABLES msgs, term
Init == msgs = {} /\ term = [i \in Node |-> 0]
Send(m) == msgs' = msgs \cup {m}
Campaign(i) ==
    /\ term[i] < 2
    /\ term' = [term EXCEPT ![i] = @ + 1]
    /\ msgs' = msgs \cup {[kind |-> "Ask", term |-> term[i] + 1, from |-> i],
                          [kind |-> "Answer", term |-> term[i] + 1, from |-> i, to |-> i]}
UpdateTerm(i) == \E m \in msgs : m.term > term[i] /\ term' = [term EXCEPT ![i] = m.term] /\ UNCHANGED msgs
Answer(i) == \E m \in msgs :
    /\ m.kind = "Ask" /\ m.term = term[i]
    /\ Send([kind |-> "Answer", term |-> m.term, from |-> i, to |-> m.from])
    /\ UNCHANGED term
Next == \E i \in Node : Campaign(i) \/ UpdateTerm(i) \/ Answer(i)
Spec == Init /\ [][Next]_<<msgs, term>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var msgs: set of ([kind: "Answer", term: Int, from: Node, to: Node] | [kind: "Ask", term: Int, from: Node])
var term: (Node -> Int)
network msgs: growing-set by kind
kind Answer(kind: "Answer", term: Int, from: Node, to: Node) Campaign+Answer -> UpdateTerm, sender from
kind Ask(kind: "Ask", term: Int, from: Node) Campaign -> UpdateTerm+Answer, sender from
role Node: term
action Campaign(i \in Node) by i @8
  if term[i] < 2
  reads term[i]
  writes term[i], msgs
  sends Answer set, Ask set
action UpdateTerm(i \in Node, m \in msgs) by i @13
  if m.term > term[i]
  reads msgs, term[i]
  writes term[i]
  receives Answer one, Ask one
action Answer(i \in Node, m \in msgs) by i @14
  if m.kind = "Ask"
  if m.term = term[i]
  reads msgs, term[i]
  writes msgs
  receives Ask one
  sends Answer one
