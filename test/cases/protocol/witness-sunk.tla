---- MODULE WitnessSunk ----
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

Quorum == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}

Act(n) == \E Q \in Quorum :
    /\ n \in Q
    /\ \A o \in Q : \E m \in msgs : m.kind = "Ping" /\ m.from = o /\ m.num = x[n]
    /\ x' = [x EXCEPT ![n] = @ + 1]
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
WitnessSunk, witness-sunk.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, witness-sunk.tla:13

actions
  Ping by n, witness-sunk.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, witness-sunk.tla:18
    receives  pings, any of the messages m with
                m.kind = "Ping"
                m.num = s.x
    if        \E Q \in Quorum :
                n \in Q /\ \A o \in Q : \E m \in pings : m.kind = "Ping" /\ m.from = o /\ m.num = s.x
    sets      s.x := s.x + 1  (line 21)

operators without state
  Quorum

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  Act reads pings: any subset of the matching messages may have been received, witness-sunk.tla:20
