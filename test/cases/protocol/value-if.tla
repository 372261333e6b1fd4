---- MODULE ValueIf ----
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
    /\ x' = IF m.num > x[n] THEN [x EXCEPT ![n] = m.num] ELSE x
    /\ msgs' = IF m.num > x[n] THEN msgs \cup {[kind |-> "New", from |-> n]} ELSE msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
ValueIf, value-if.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, value-if.tla:13
  New: kind, from
    the sender is in from
    sent by Act, value-if.tla:18

actions
  Ping by n, value-if.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, value-if.tla:16
    receives  m, a message
    sets      s.x := IF m.num > s.x THEN m.num ELSE s.x  (line 17)
    sends     IF m.num > s.x THEN {[kind |-> "New", from |-> n]} ELSE {}  (line 18)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
