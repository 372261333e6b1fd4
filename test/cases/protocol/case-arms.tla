---- MODULE CaseArms ----
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
    CASE m.num = 0 -> x' = [x EXCEPT ![n] = 1] /\ UNCHANGED msgs
      [] m.num = 1 -> x' = [x EXCEPT ![n] = CASE x[n] = 0 -> 5 [] OTHER -> @] /\ UNCHANGED msgs
      [] OTHER -> UNCHANGED x /\ Send([kind |-> "Else", from |-> n])

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
CaseArms, case-arms.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, case-arms.tla:13
  Else: kind, from
    the sender is in from
    sent by Act3, case-arms.tla:19

actions
  Ping by n, case-arms.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act1 by n, case-arms.tla:16
    receives  m, a message
    if        m.num = 0
    sets      s.x := 1  (line 17)

  Act2 by n, case-arms.tla:16
    receives  m, a message
    if        m.num = 1
    sets      s.x := CASE s.x = 0 -> 5 [] OTHER -> s.x  (line 18)

  Act3 by n, case-arms.tla:16
    receives  m, a message
    if        ~(m.num = 0)
              ~(m.num = 1)
    sends     {[kind |-> "Else", from |-> n]}  (line 19)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
