---- MODULE NestedChoices ----
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

Act(n) == x' = [x EXCEPT ![n] = 0] /\ UNCHANGED msgs

Add(n, k, j) == x' = [x EXCEPT ![n] = k + j] /\ UNCHANGED msgs

Next ==
    \/ \E n \in Node :
        \/ Ping(n)
        \/ /\ x[n] = 0
           /\ \E k \in 1 .. 3 :
               /\ k # 2
               /\ \/ \E j \in 1 .. k : Add(n, k, j)
                  \/ Act(n)
    \/ \E n \in Node, k \in {7} : x[n] = 3 /\ x' = [x EXCEPT ![n] = k] /\ UNCHANGED msgs
====
EXPECT
NestedChoices, nested-choices.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, nested-choices.tla:13

actions
  Ping by n, nested-choices.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Add by n, nested-choices.tla:18
    for       k \in 1..3
              j \in 1..k
    if        s.x = 0
              k # 2
    sets      s.x := k + j  (line 18)

  Act by n, nested-choices.tla:16
    if        s.x = 0
              \E k \in 1..3 : k # 2
    sets      s.x := 0  (line 16)

  Next by n, nested-choices.tla:21
    for       k \in {7}
    if        s.x = 3
    sets      s.x := k  (line 28)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
