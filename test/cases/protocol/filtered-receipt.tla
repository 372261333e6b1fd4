---- MODULE FilteredReceipt ----
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

Act(n) == \E m \in {r \in msgs : r.kind = "Ping" /\ r.from # n} :
    /\ x' = [x EXCEPT ![n] = m.num]
    /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
FilteredReceipt, filtered-receipt.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, filtered-receipt.tla:13

actions
  Ping by n, filtered-receipt.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, filtered-receipt.tla:16
    receives  m, a message with
                m.kind = "Ping"
    if        m.kind = "Ping"
              m.from # n
    sets      s.x := m.num  (line 17)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
