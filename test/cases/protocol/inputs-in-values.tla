---- MODULE InputsInValues ----
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

\* Messages that are read only where a new value or a message is computed.
Act(n) ==
    /\ x' = [x EXCEPT ![n] = Cardinality({m \in msgs : m.kind = "Ping" /\ m.num = 1})]
    /\ Send([kind |-> "Heard", from |-> n, who |-> {o \in Node : \E m \in msgs : m.kind = "Ping" /\ m.from = o}])

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
InputsInValues, inputs-in-values.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, inputs-in-values.tla:13
  Heard: kind, from, who
    the sender is in from
    sent by Act, inputs-in-values.tla:19

actions
  Ping by n, inputs-in-values.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, inputs-in-values.tla:17
    receives  pings, any of the messages m with
                m.kind = "Ping"
                m.num = 1
              pings2, any of the messages m with
                m.kind = "Ping"
                m.from \in Node
    sets      s.x := Cardinality({m \in pings : m.kind = "Ping" /\ m.num = 1})  (line 18)
    sends     {[kind |-> "Heard",
                from |-> n,
                who |-> {o \in Node : \E m \in pings2 : m.kind = "Ping" /\ m.from = o}]}  (line 19)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  Act reads pings: any subset of the matching messages may have been received, inputs-in-values.tla:18
  Act reads pings2: any subset of the matching messages may have been received, inputs-in-values.tla:19
