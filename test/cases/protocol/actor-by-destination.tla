---- MODULE ActorByDestination ----
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

\* Whoever the message is for takes it.
Act(m) ==
    /\ m.kind = "Call"
    /\ x' = [x EXCEPT ![m.dest] = @ + m.num]
    /\ Send([kind |-> "Return", from |-> m.dest, num |-> x[m.dest]])

Call(n) == \E o \in Node \ {n} :
    /\ Send([kind |-> "Call", from |-> n, dest |-> o, num |-> x[n]])
    /\ UNCHANGED x

Next == (\E n \in Node : Ping(n) \/ Call(n)) \/ \E m \in msgs : Act(m)
====
EXPECT
ActorByDestination, actor-by-destination.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, actor-by-destination.tla:13
  Call: kind, from, dest, num
    the sender is in from
    sent by Call, actor-by-destination.tla:23
  Return: kind, from, num
    the sender is in from
    sent by Act, actor-by-destination.tla:20

actions
  Ping by n, actor-by-destination.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Call by n, actor-by-destination.tla:22
    for       o \in Node \ {n}
    sends     {[kind |-> "Call", from |-> n, dest |-> o, num |-> s.x]}  (line 23)

  Act by self, actor-by-destination.tla:17
    receives  m, a message with
                m.kind = "Call"
    if        m.kind = "Call"
              m.dest = self
    sets      s.x := s.x + m.num  (line 19)
    sends     {[kind |-> "Return", from |-> self, num |-> s.x]}  (line 20)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
