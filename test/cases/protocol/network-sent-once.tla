---- MODULE NetworkSentOnce ----
\* Counts that stay at 0: a guard asks whether the very message was sent before.
EXTENDS Naturals, TLC
CONSTANT Node
VARIABLES bag, x

Init == bag = [m \in {} |-> 0] /\ x = [n \in Node |-> 0]

SendOnce(m) == m \notin DOMAIN bag /\ bag' = bag @@ (m :> 1)
Send(m) ==
    IF m \in DOMAIN bag THEN bag' = [bag EXCEPT ![m] = @ + 1] ELSE bag' = bag @@ (m :> 1)
SendAll(ms) == (\A m \in ms : m \notin DOMAIN bag) /\ bag' = bag @@ [m \in ms |-> 1]

Ask(n) ==
    /\ x[n] < 2
    /\ x' = [x EXCEPT ![n] = @ + 1]
    /\ SendAll({[kind |-> "Ask", from |-> n, to |-> o, num |-> x[n]] : o \in Node \ {n}})
Ping(n, o) == SendOnce([kind |-> "Ping", from |-> n, to |-> o, num |-> x[n]]) /\ UNCHANGED x
Pong(n, o) == Send([kind |-> "Pong", from |-> n, to |-> o, num |-> x[n]]) /\ UNCHANGED x
Take ==
    \E m \in DOMAIN bag :
        /\ bag[m] > 0
        /\ m.kind = "Ask"
        /\ x[m.to] < m.num
        /\ x' = [x EXCEPT ![m.to] = m.num]
        /\ bag' = [bag EXCEPT ![m] = @ - 1]

Next == \/ \E n \in Node : Ask(n) \/ \E o \in Node : Ping(n, o) \/ Pong(n, o)
        \/ Take
====
EXPECT
NetworkSentOnce, network-sent-once.tla
nodes      Node
network    msgs, a set that only grows, in place of the counts bag; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 5)

messages
  Ask: kind, from, to, num
    the sender is in from
    sent by Ask, network-sent-once.tla:17
  Ping: kind, from, to, num
    the sender is in from
    sent by Ping, network-sent-once.tla:18
  Pong: kind, from, to, num
    the sender is in from
    sent by Pong, network-sent-once.tla:19

actions
  Ask by n, network-sent-once.tla:14
    if        s.x < 2
    sets      s.x := s.x + 1  (line 16)
    sends     {[kind |-> "Ask", from |-> n, to |-> o, num |-> s.x] : o \in Node \ {n}}  (line 17)

  Ping by n, network-sent-once.tla:18
    for       o \in Node
    sends     {[kind |-> "Ping", from |-> n, to |-> o, num |-> s.x]}  (line 18)

  Pong by n, network-sent-once.tla:19
    for       o \in Node
    sends     {[kind |-> "Pong", from |-> n, to |-> o, num |-> s.x]}  (line 19)

  Take by self, network-sent-once.tla:20
    receives  m, a message with
                m.kind = "Ask"
    if        m.kind = "Ask"
              m.to = self
              s.x < m.num
    sets      s.x := m.num  (line 25)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  bag: copies of a message are not counted, only that it was sent
  bag: a message that was taken out may be received again, so that none is a lock, network-sent-once.tla:26
  Ask may be taken again with a message that was sent before: its guard \A m \in {[kind |-> "Ask", from |-> n, to |-> o, num |-> x[n]] : o \in Node \ {n}} : m \notin DOMAIN bag is left out, network-sent-once.tla:12
  Ping may be taken again with a message that was sent before: its guard [kind |-> "Ping", from |-> n, to |-> o, num |-> x[n]] \notin DOMAIN bag is left out, network-sent-once.tla:9
