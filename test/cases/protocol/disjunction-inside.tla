---- MODULE DisjunctionInside ----
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

Act(n) ==
    /\ x[n] < 3
    /\ \/ x' = [x EXCEPT ![n] = @ + 1] /\ UNCHANGED msgs
       \/ UNCHANGED x /\ Send([kind |-> "Stuck", from |-> n])
       \/ \E k \in {1, 2} : x' = [x EXCEPT ![n] = @ + k] /\ Send([kind |-> "Jump", from |-> n])

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
DisjunctionInside, disjunction-inside.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, disjunction-inside.tla:13
  Stuck: kind, from
    the sender is in from
    sent by Act2, disjunction-inside.tla:19
  Jump: kind, from
    the sender is in from
    sent by Act3, disjunction-inside.tla:20

actions
  Ping by n, disjunction-inside.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act1 by n, disjunction-inside.tla:16
    if        s.x < 3
    sets      s.x := s.x + 1  (line 18)

  Act2 by n, disjunction-inside.tla:16
    if        s.x < 3
    sends     {[kind |-> "Stuck", from |-> n]}  (line 19)

  Act3 by n, disjunction-inside.tla:16
    for       k \in {1, 2}
    if        s.x < 3
    sets      s.x := s.x + k  (line 20)
    sends     {[kind |-> "Jump", from |-> n]}  (line 20)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
