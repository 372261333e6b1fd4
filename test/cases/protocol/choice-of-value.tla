---- MODULE ChoiceOfValue ----
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
    /\ x' \in {[x EXCEPT ![n] = k] : k \in 1 .. 3}
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
ChoiceOfValue, choice-of-value.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, choice-of-value.tla:13

actions
  Ping by n, choice-of-value.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, choice-of-value.tla:16
    for       k \in 1..3
    sets      s.x := k  (line 17)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
