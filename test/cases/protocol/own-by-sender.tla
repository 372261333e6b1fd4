---- MODULE OwnBySender ----
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

Act(n) ==
    /\ ~ \E m \in msgs : m.kind = "Ping" /\ m.from = n /\ m.num = x[n]
    /\ x' = [x EXCEPT ![n] = @ + 1]
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
OwnBySender, own-by-sender.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)
  sent = {}  (added: the node's own messages in msgs)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, own-by-sender.tla:13

actions
  Ping by n, own-by-sender.tla:12
    sets      s.sent := s.sent \cup {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 12)
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, own-by-sender.tla:16
    if        ~\E m \in s.sent : m.kind = "Ping" /\ m.from = n /\ m.num = s.x
    sets      s.x := s.x + 1  (line 18)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
