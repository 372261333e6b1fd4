---- MODULE RecordSet ----
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
    /\ msgs' = msgs \cup [kind : {"Pong"}, from : {n}, to : Node]
    /\ UNCHANGED x

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
RecordSet, record-set.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, record-set.tla:13
  Pong: kind, from, to
    the sender is in from
    sent by Act, record-set.tla:17

actions
  Ping by n, record-set.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, record-set.tla:16
    sends     {[kind |-> "Pong", from |-> n, to |-> anyTo] : anyTo \in Node}  (line 17)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
