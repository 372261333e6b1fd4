---- MODULE StateOperators ----
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

Mine(n) == x[n] + 1
Pings(k) == {m \in msgs : m.kind = "Ping" /\ m.num = k}

Act(n) ==
    /\ Cardinality({m.from : m \in Pings(Mine(n))}) >= 2
    /\ x' = [x EXCEPT ![n] = Mine(n)]
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
StateOperators, state-operators.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, state-operators.tla:13

actions
  Ping by n, state-operators.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, state-operators.tla:19
    receives  pings, any of the messages m with
                m.kind = "Ping"
                m.num = (s.x + 1)
    if        Cardinality({m.from : m \in ({m \in pings : m.kind = "Ping" /\ m.num = (s.x + 1)})}) >= 2
    sets      s.x := s.x + 1  (line 21)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  Act reads pings: any subset of the matching messages may have been received, state-operators.tla:17
