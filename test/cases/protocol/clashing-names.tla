---- MODULE ClashingNames ----
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Byz, Correct, Off
VARIABLES slice, s, e, counter, owner

vars == <<slice, s, e, counter, owner>>
Step(q) == q + 1
Events == {Byz, Correct}
Act_Guard == 3
self == 0

Init ==
    /\ slice = {}
    /\ s = [q \in Node |-> 0]
    /\ e = [z \in Node |-> Off]
    /\ counter = [r \in Node |-> [st \in {1} |-> 0]]
    /\ owner = [r \in Node |-> {}]

Act(m) == \E q \in Node, x \in Events, own \in 1 .. Act_Guard :
    /\ s[q] < Act_Guard
    /\ s' = [s EXCEPT ![q] = Step(@)]
    /\ e' = [e EXCEPT ![q] = IF m.action = "Act" THEN x ELSE m.o]
    /\ counter' = [counter EXCEPT ![q][1] = own]
    /\ owner' = [owner EXCEPT ![q] = {o \in Node : \E r \in slice : r.action = "Go" /\ r.q = o}]
    /\ slice' = slice \cup {[action |-> "Act", q |-> q, o |-> Off]}

Go(q) ==
    /\ ~ \E m \in slice : m.action = "Go" /\ m.q = q /\ m.sent = s[q]
    /\ slice' = slice \cup {[action |-> "Go", q |-> q, o |-> Byz, sent |-> s[q]]}
    /\ UNCHANGED <<s, e, counter, owner>>

Next == (\E m \in slice : Act(m)) \/ \E q \in Node : Go(q)
====
EXPECT
ClashingNames, clashing-names.tla
nodes      Node
network    slice, a set that only grows; kinds of message by field action
constants  Node, Byz, Correct, Off

state of a node, s2
  s = 0  (line 4)
  e = Off  (line 4)
  counter = [st \in {1} |-> 0]  (line 4)
  owner = {}  (line 4)
  sentMessages = {}  (added: the node's own messages in slice)

messages
  Act: action, q, o
    the sender is in q
    sent by Act, clashing-names.tla:25
  Go: action, q, o, sent
    the sender is in q
    sent by Go, clashing-names.tla:29

actions
  Act by q, clashing-names.tla:19
    for       x \in Events
              own \in 1..Act_Guard
    receives  m, a message
              gos, any of the messages r with
                r.action = "Go"
                r.q \in Node
    if        s2.s < Act_Guard
    sets      s2.s := Step(s2.s)  (line 21)
              s2.e := IF m.action = "Act" THEN x ELSE m.o  (line 22)
              s2.counter := [s2.counter EXCEPT ![1] = own]  (line 23)
              s2.owner := {o \in Node : \E r \in gos : r.action = "Go" /\ r.q = o}  (line 24)
    sends     {[action |-> "Act", q |-> q, o |-> Off]}  (line 25)

  Go by q, clashing-names.tla:27
    if        ~\E m \in s2.sentMessages : m.action = "Go" /\ m.q = q /\ m.sent = s2.s
    sets      s2.sentMessages := s2.sentMessages \cup {[action |-> "Go", q |-> q, o |-> Byz, sent |-> s2.s]}  (line 27)
    sends     {[action |-> "Go", q |-> q, o |-> Byz, sent |-> s2.s]}  (line 29)

operators without state
  Events
  Act_Guard
  Step(q)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  Act reads gos: any subset of the matching messages may have been received, clashing-names.tla:24
