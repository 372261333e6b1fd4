---- MODULE LetMessageNoted ----
\* A message that has a name is noted under it where nobody reads it.
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x, latest

Init == msgs = {} /\ x = [n \in Node |-> 0] /\ latest = [kind |-> "None"]

Send(m) == msgs' = msgs \cup {m}

Tell(n) ==
    LET tell == [kind |-> "Tell", from |-> n, num |-> x[n] + 1]
    IN /\ x[n] < 2
       /\ x' = [x EXCEPT ![n] = tell.num]
       /\ latest' = tell
       /\ Send(tell)

Hear(n) == \E m \in msgs :
    /\ m.num > x[n]
    /\ x' = [x EXCEPT ![n] = m.num]
    /\ UNCHANGED <<msgs, latest>>

Next == \E n \in Node : Tell(n) \/ Hear(n)
====
EXPECT
LetMessageNoted, let-message-noted.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 5)

messages
  Tell: kind, from, num
    the sender is in from
    sent by Tell, let-message-noted.tla:12

actions
  Tell by n, let-message-noted.tla:11
    where     tell == [kind |-> "Tell", from |-> n, num |-> s.x + 1]
    if        s.x < 2
    sets      s.x := tell.num  (line 14)
    sends     {[kind |-> "Tell", from |-> n, num |-> s.x + 1]}  (line 12)

  Hear by n, let-message-noted.tla:18
    receives  m, a message
    if        m.num > s.x
    sets      s.x := m.num  (line 20)

left out
  latest, let-message-noted.tla:5

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  latest influences nothing that a node does: left out, let-message-noted.tla:5
