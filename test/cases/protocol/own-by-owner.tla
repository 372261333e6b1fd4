---- MODULE OwnByOwner ----
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

Ballot == 1 .. 3

Act(b) ==
    /\ ~ \E m \in msgs : m.kind = "Start" /\ m.ballot = b
    /\ Send([kind |-> "Start", ballot |-> b])
    /\ UNCHANGED x

Next == (\E n \in Node : Ping(n)) \/ \E b \in Ballot : Act(b)
====
MAPPING
{ "owners": [{ "keys": "Ballot", "field": "ballot" }] }
EXPECT
OwnByOwner, own-by-owner.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)
  sent = {}  (added: the node's own messages in msgs)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, own-by-owner.tla:13
  Start: kind, ballot
    the sender owns ballot
    sent by Act, own-by-owner.tla:20

actions
  Ping by n, own-by-owner.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by self, the owner of b, own-by-owner.tla:18
    for       b \in Ballot  (owned by self)
    if        ~\E m \in s.sent : m.kind = "Start" /\ m.ballot = b
    sets      s.sent := s.sent \cup {[kind |-> "Start", ballot |-> b]}  (line 18)
    sends     {[kind |-> "Start", ballot |-> b]}  (line 20)

owners
  Ballot: one node each acts for a member, which ballot shows

operators without state
  Ballot

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  the sender of Start messages is the owner of their ballot, own-by-owner.tla:20
