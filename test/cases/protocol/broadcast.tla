---- MODULE Broadcast ----
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
    /\ msgs' = msgs \cup {[kind |-> "All", from |-> n, to |-> o] : o \in Node \ {n}}
    /\ UNCHANGED x

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
Broadcast, broadcast.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, broadcast.tla:13
  All: kind, from, to
    the sender is in from
    sent by Act, broadcast.tla:17

actions
  Ping by n, broadcast.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, broadcast.tla:16
    sends     {[kind |-> "All", from |-> n, to |-> o] : o \in Node \ {n}}  (line 17)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
