---- MODULE LetMessage ----
\* A message has a name of its own, and stays pending under it.
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x, pending

Init == msgs = {} /\ x = [n \in Node |-> 0] /\ pending = [n \in Node |-> {}]

Send(m) == msgs' = msgs \cup {m}

Ask(n) ==
    LET next == x[n] + 1
        ask == [kind |-> "Ask", from |-> n, num |-> next]
    IN /\ pending[n] = {}
       /\ next < 3
       /\ pending' = [pending EXCEPT ![n] = {ask}]
       /\ Send(ask)
       /\ UNCHANGED x

Tell(n) == \E m \in msgs :
    LET tell == [kind |-> "Tell", from |-> n, num |-> m.num]
    IN /\ m.kind = "Ask"
       /\ m.num > x[n]
       /\ x' = [x EXCEPT ![n] = m.num]
       /\ Send(tell)
       /\ UNCHANGED pending

Next == \E n \in Node : Ask(n) \/ Tell(n)
====
EXPECT
LetMessage, let-message.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 5)
  pending = {}  (line 5)

messages
  Ask: kind, from, num
    the sender is in from
    sent by Ask, let-message.tla:13
  Tell: kind, from, num
    the sender is in from
    sent by Tell, let-message.tla:21

actions
  Ask by n, let-message.tla:11
    where     next == s.x + 1
              ask == [kind |-> "Ask", from |-> n, num |-> next]
    if        s.pending = {}
              next < 3
    sets      s.pending := {ask}  (line 16)
    sends     {[kind |-> "Ask", from |-> n, num |-> next]}  (line 13)

  Tell by n, let-message.tla:20
    receives  m, a message with
                m.kind = "Ask"
    if        m.kind = "Ask"
              m.num > s.x
    sets      s.x := m.num  (line 24)
    sends     {[kind |-> "Tell", from |-> n, num |-> m.num]}  (line 21)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
