---- MODULE SeveralBounds ----
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

Act(n) == \E k, j \in 0 .. 2, b \in BOOLEAN, m \in msgs :
    /\ b => m.num = k
    /\ x' = [x EXCEPT ![n] = j]
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
SeveralBounds, several-bounds.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, several-bounds.tla:13

actions
  Ping by n, several-bounds.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, several-bounds.tla:16
    for       j \in 0..2
    receives  m, a message
    if        \E b \in BOOLEAN : \E k \in 0..2 : b => m.num = k
    sets      s.x := j  (line 18)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
