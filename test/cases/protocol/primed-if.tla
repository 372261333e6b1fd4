---- MODULE PrimedIf ----
EXTENDS Naturals, FiniteSets
CONSTANT Node
VARIABLES msgs, x

Init ==
    /\ msgs = {}
    /\ x = [n \in Node |-> 0]

Send(m) == msgs' = msgs \cup {m}

Ping(n) ==
    /\ Send([kind |-> "Ping", from |-> n, num |-> x[n]])
    /\ UNCHANGED x

Act(n) == \E m \in msgs :
    IF m.num > x[n]
    THEN x' = [x EXCEPT ![n] = m.num] /\ UNCHANGED msgs
    ELSE Send([kind |-> "Old", from |-> n, num |-> 0]) /\ UNCHANGED x

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
PrimedIf, primed-if.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, primed-if.tla:13
  Old: kind, from, num
    the sender is in from
    sent by Act2, primed-if.tla:19

actions
  Ping by n, primed-if.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act1 by n, primed-if.tla:16
    receives  m, a message
    if        m.num > s.x
    sets      s.x := m.num  (line 18)

  Act2 by n, primed-if.tla:16
    receives  m, a message
    if        ~(m.num > s.x)
    sends     {[kind |-> "Old", from |-> n, num |-> 0]}  (line 19)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
