---- MODULE RecursiveOperator ----
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

RECURSIVE Sum(_), Even(_), Odd(_)
Sum(k) == IF k = 0 THEN 0 ELSE k + Sum(k - 1)
Even(k) == IF k = 0 THEN TRUE ELSE Odd(k - 1)
Odd(k) == IF k = 0 THEN FALSE ELSE Even(k - 1)

Act(n) == Even(x[n]) /\ x' = [x EXCEPT ![n] = Sum(@ + 1)] /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
RecursiveOperator, recursive-operator.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, recursive-operator.tla:13

actions
  Ping by n, recursive-operator.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, recursive-operator.tla:21
    if        Even(s.x)
    sets      s.x := Sum(s.x + 1)  (line 21)

operators without state
  Odd(k)
  Even(k)
  Sum(k)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
