---- MODULE InitLet ----
\* The initial predicate names what variables start with by a LET.
EXTENDS Naturals
CONSTANT Node
VARIABLES x, heard, msgs

Init ==
    LET none == {}
        all == [n \in Node |-> none]
    IN
        /\ x = [n \in Node |-> 0]
        /\ heard = all
        /\ msgs = none

Say(n) ==
    /\ x[n] < 1
    /\ x' = [x EXCEPT ![n] = @ + 1]
    /\ msgs' = msgs \cup {[kind |-> "Say", from |-> n]}
    /\ UNCHANGED heard
Hear(n) ==
    /\ \E m \in msgs :
        /\ m.kind = "Say"
        /\ heard' = [heard EXCEPT ![n] = @ \cup {m.from}]
    /\ UNCHANGED <<x, msgs>>

Next == \E n \in Node : Say(n) \/ Hear(n)
====
EXPECT
InitLet, init-let.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 5)
  heard = {}  (line 5)

messages
  Say: kind, from
    the sender is in from
    sent by Say, init-let.tla:18

actions
  Say by n, init-let.tla:15
    if        s.x < 1
    sets      s.x := s.x + 1  (line 17)
    sends     {[kind |-> "Say", from |-> n]}  (line 18)

  Hear by n, init-let.tla:20
    receives  m, a message with
                m.kind = "Say"
    if        m.kind = "Say"
    sets      s.heard := s.heard \cup {m.from}  (line 23)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
