---- MODULE ClientValues ----
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Request, Other
VARIABLES msgs, x

Init ==
    /\ msgs = {}
    /\ x = [n \in Node |-> 0]

Send(m) == msgs' = msgs \cup {m}

Ping(n) ==
    /\ Send([kind |-> "Ping", from |-> n, num |-> x[n]])
    /\ UNCHANGED x

Act(n, v) == x' = [x EXCEPT ![n] = v] /\ UNCHANGED msgs

Next == \E n \in Node :
    \/ Ping(n)
    \/ \E v \in Request : Act(n, v)
    \/ \E w \in Other : Act(n, w)
====
MAPPING
{ "clientValues": ["Request"] }
EXPECT
ClientValues, client-values.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node, Request, Other

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, client-values.tla:13

actions
  Ping by n, client-values.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act1 by n, client-values.tla:16
    for       v \in Request  (a client chooses)
    sets      s.x := v  (line 16)

  Act2 by n, client-values.tla:16
    for       w \in Other
    sets      s.x := w  (line 16)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
