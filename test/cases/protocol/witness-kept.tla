---- MODULE WitnessKept ----
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
    LET heard == {m \in msgs : m.kind = "Ping" /\ m.from \in Q}
    IN  /\ \A o \in Q : \E m \in heard : m.from = o
        /\ x' = [x EXCEPT ![n] = CHOOSE k \in 0 .. 9 : \A m \in heard : m.num <= k]
        /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
WitnessKept, witness-kept.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, witness-kept.tla:13

actions
  Ping by n, witness-kept.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, witness-kept.tla:18
    for       Q \in Quorum
    receives  heard, any of the messages m with
                m.kind = "Ping"
                m.from \in Q
    if        \A o \in Q : \E m \in heard : m.from = o
    sets      s.x := CHOOSE k \in 0..9 : \A m \in heard : m.num <= k  (line 21)

operators without state
  Quorum

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  Act reads heard: any subset of the matching messages may have been received, witness-kept.tla:19
