---- MODULE NetworkShrinks ----
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
    /\ msgs' = msgs \ {m}
    /\ x' = [x EXCEPT ![n] = m.num]

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
NetworkShrinks, network-shrinks.tla
nodes      Node
network    msgs, a set, read as one that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, network-shrinks.tla:13

actions
  Ping by n, network-shrinks.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, network-shrinks.tla:16
    receives  m, a message
    sets      s.x := m.num  (line 18)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  msgs: a message that was taken out may be received again, so that none is a lock, network-shrinks.tla:17
