---- MODULE NetworkBag ----
\* Counts of messages: what adds and what takes away is told by effect, helpers seen through.
EXTENDS Naturals, TLC
CONSTANT Node
VARIABLES bag, x, seen, tally

Init ==
    /\ bag = [m \in {} |-> 0]
    /\ x = [n \in Node |-> 0]
    /\ seen = [n \in Node |-> {}]
    /\ tally = {}

With(m, b) == IF m \in DOMAIN b THEN [b EXCEPT ![m] = b[m] + 1] ELSE b @@ (m :> 1)
Without(m, b) ==
    IF m \in DOMAIN b
    THEN IF b[m] <= 1 THEN [k \in DOMAIN b \ {m} |-> b[k]] ELSE [b EXCEPT ![m] = b[m] - 1]
    ELSE b

Ask(n, o) ==
    /\ x[n] < 1
    /\ x' = [x EXCEPT ![n] = @ + 1]
    /\ bag' = With([kind |-> "Ask", from |-> n, to |-> o], bag)
    /\ UNCHANGED seen
Answer(n, o, m) ==
    /\ m.kind = "Ask"
    /\ bag' = Without(m, With([kind |-> "Answer", from |-> n, to |-> o], bag))
    /\ UNCHANGED <<x, seen>>
Hear(n, o, m) ==
    /\ m.kind = "Answer"
    /\ seen' = [seen EXCEPT ![n] = @ \cup {o}]
    /\ bag' = Without(m, bag)
    /\ UNCHANGED x
Late(n, m) ==
    /\ m.kind = "Answer"
    /\ x[n] = 0
    /\ bag' = Without(m, bag)
    /\ UNCHANGED <<x, seen>>
Receive(m) ==
    LET n == m.to
        o == m.from
    IN Answer(n, o, m) \/ Hear(n, o, m) \/ Late(n, m)
Copy(m) == bag' = With(m, bag) /\ UNCHANGED <<x, seen>>
Drop(m) == bag' = Without(m, bag) /\ UNCHANGED <<x, seen>>

Next ==
    /\ \/ \E n, o \in Node : Ask(n, o)
       \/ \E m \in DOMAIN bag : Receive(m) \/ Copy(m) \/ Drop(m)
    /\ tally' = tally \cup {x}
====
EXPECT
NetworkBag, network-bag.tla
nodes      Node
network    msgs, a set that only grows, in place of the counts bag; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 5)
  seen = {}  (line 5)

messages
  Ask: kind, from, to
    the sender is in from
    sent by Ask, network-bag.tla:22
  Answer: kind, from, to
    the sender is in from
    sent by Answer, network-bag.tla:26

actions
  Ask by n, network-bag.tla:19
    for       o \in Node
    if        s.x < 1
    sets      s.x := s.x + 1  (line 21)
    sends     {[kind |-> "Ask", from |-> n, to |-> o]}  (line 22)

  Answer by self, network-bag.tla:24
    receives  m, a message with
                m.kind = "Ask"
    if        m.kind = "Ask"
              m.to = self
    sends     {[kind |-> "Answer", from |-> self, to |-> m.from]}  (line 26)

  Hear by self, network-bag.tla:28
    receives  m, a message with
                m.kind = "Answer"
    if        m.kind = "Answer"
              m.to = self
    sets      s.seen := s.seen \cup {m.from}  (line 30)

left out
  tally, network-bag.tla:5

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  tally influences nothing that a node does: left out, network-bag.tla:5
  bag: copies of a message are not counted, only that it was sent
  bag: a message that was taken out may be received again, so that none is a lock, network-bag.tla:26
  Late only drops or copies messages: left out, as the environment does that, network-bag.tla:33
  Copy only drops or copies messages: left out, as the environment does that, network-bag.tla:42
  Drop only drops or copies messages: left out, as the environment does that, network-bag.tla:43
