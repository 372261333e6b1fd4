---- MODULE NetworkApart ----
\* Two variables of messages that a field tells apart.
EXTENDS Naturals
CONSTANT Node
VARIABLES requests, replies, x

Init == requests = {} /\ replies = {} /\ x = [n \in Node |-> 0]

Ask(n) == requests' = requests \cup {[type |-> "Ask", from |-> n]} /\ UNCHANGED <<replies, x>>
Reply(n) == \E m \in requests :
    /\ replies' = replies \cup {[type |-> "Reply", from |-> n, to |-> m.from]}
    /\ requests' = requests \ {m}
    /\ UNCHANGED x
Hear(n) == \E m \in replies : m.to = n /\ x' = [x EXCEPT ![n] = @ + 1] /\ UNCHANGED <<requests, replies>>

Next == \E n \in Node : Ask(n) \/ Reply(n) \/ Hear(n)
====
EXPECT
NetworkApart, network-apart.tla
nodes      Node
network    msgs, a set that only grows, in place of requests, replies; kinds of message by field type
constants  Node

state of a node, s
  x = 0  (line 5)

messages
  Ask: type, from
    the sender is in from
    sent by Ask, network-apart.tla:9
  Reply: type, from, to
    the sender is in from
    sent by Reply, network-apart.tla:11

actions
  Ask by n, network-apart.tla:9
    sends     {[type |-> "Ask", from |-> n]}  (line 9)

  Reply by n, network-apart.tla:10
    receives  m, a message with
                m.type = "Ask"
    if        m.type = "Ask"
    sends     {[type |-> "Reply", from |-> n, to |-> m.from]}  (line 11)

  Hear by n, network-apart.tla:14
    receives  m, a message with
                m.type = "Reply"
    if        m.type = "Reply"
              m.to = n
    sets      s.x := s.x + 1  (line 14)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  requests, replies are read as one set of messages, msgs, told apart by the field type
  requests, replies: a message that was taken out may be received again, so that none is a lock, network-apart.tla:12
