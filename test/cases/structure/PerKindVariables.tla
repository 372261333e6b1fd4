---- MODULE PerKindVariables ----
EXTENDS Naturals
\* A variable for each kind of message.
CONSTANTS Node, Ballot
VARIABLES asked, answers, bal
Init == asked = {} /\ answers = {} /\ bal = [i \in Node |-> 0]
Ask(b) == asked' = asked \cup {[bal |-> b]} /\ UNCHANGED <<answers, bal>>
Answer(i) == \E m \in asked :
    /\ m.bal > bal[i]
    /\ bal' = [bal EXCEPT ![i] = m.bal]
    /\ answers' = answers \cup {[bal |-> m.bal, from |-> i]}
    /\ UNCHANGED asked
Done(i) == \E m \in answers : m.bal > bal[i] /\ bal' = [bal EXCEPT ![i] = m.bal] /\ UNCHANGED <<asked, answers>>
Next == (\E b \in Ballot : Ask(b)) \/ \E i \in Node : Answer(i) \/ Done(i)
Spec == Init /\ [][Next]_<<asked, answers, bal>>
====
CFG
CONSTANT Node = {n1, n2}
Ballot = {1, 2}
EXPECT
behaviour Init, Next by formula
var asked: set of [bal: Int]
var answers: set of [bal: Int, from: Node]
var bal: (Node -> Int)
network asked: per-kind
network answers: per-kind
kind asked(bal: Int) Ask -> Answer, sender ?
kind answers(bal: Int, from: Node) Answer -> Done, sender from
role Node: bal
action Ask(b \in Ballot) @7
  writes asked
  sends asked one
action Answer(i \in Node, m \in asked) by i @8
  if m.bal > bal[i]
  reads asked, bal[i]
  writes bal[i], answers
  receives asked one
  sends answers one
action Done(i \in Node, m \in answers) by i @13
  if m.bal > bal[i]
  reads answers, bal[i]
  writes bal[i]
  receives answers one
not found: sender of asked: no field holds the node that sends it
7:32 info structure/no-sender nothing in messages of kind asked tells who sent them
