---- MODULE RecordReceived ----
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

Act(n) == \E o \in Node, k \in 0 .. 3 :
    /\ [kind |-> "Ping", from |-> o, num |-> k] \in msgs
    /\ x' = [x EXCEPT ![n] = k]
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
RecordReceived, record-received.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, record-received.tla:13

actions
  Ping by n, record-received.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, record-received.tla:16
    for       k \in 0..3
    receives  received, a message
    if        \E o \in Node : received = [kind |-> "Ping", from |-> o, num |-> k]
    sets      s.x := k  (line 18)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
