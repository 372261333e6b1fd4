---- MODULE NestedExcept ----
EXTENDS Naturals, FiniteSets
CONSTANT Node
VARIABLES msgs, x

Init ==
    /\ msgs = {}
    /\ x = [n \in Node |-> [k \in {1, 2, 3} |-> 0]]

Send(m) == msgs' = msgs \cup {m}

Ping(n) ==
    /\ Send([kind |-> "Ping", from |-> n, num |-> x[n]])
    /\ UNCHANGED x

Act(n) == \E k \in {1, 2} :
    /\ x' = [x EXCEPT ![n][k] = @ + 1, ![n][3] = x[n][k]]
    /\ UNCHANGED msgs

Reset(n) == x' = [x EXCEPT ![n].count = 0] /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n) \/ Reset(n)
====
EXPECT
NestedExcept, nested-except.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = [k \in {1, 2, 3} |-> 0]  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, nested-except.tla:13

actions
  Ping by n, nested-except.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, nested-except.tla:16
    for       k \in {1, 2}
    sets      s.x := [[s.x EXCEPT ![k] = @ + 1] EXCEPT ![3] = s.x[k]]  (line 17)

  Reset by n, nested-except.tla:20
    sets      s.x := [s.x EXCEPT !.count = 0]  (line 20)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
