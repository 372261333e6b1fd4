---- MODULE PrimedRead ----
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Leader, Object
VARIABLES msgs, ballot, slot

ASSUME Leader \subseteq Node

Init ==
    /\ msgs = {}
    /\ ballot = [n \in Node |-> 0]
    /\ slot = [n \in Node |-> [o \in Object |-> 0]]

Send(m) == msgs' = msgs \cup {m}

Prepare(l) ==
    /\ Send([kind |-> "Prepare", from |-> l, bal |-> ballot[l] + 1])
    /\ UNCHANGED <<ballot, slot>>

Promise(n) == \E m \in msgs :
    /\ m.kind = "Prepare"
    /\ ballot' = [ballot EXCEPT ![n] = IF m.bal > @ THEN m.bal ELSE @]
    /\ ballot'[n] > ballot[n]
    /\ UNCHANGED slot
    /\ Send([kind |-> "Promise", from |-> n, bal |-> ballot'[n], slots |-> slot'[n]])

Accept(n, o) ==
    /\ slot' = [slot EXCEPT ![n][o] = @ + 1]
    /\ slot'[n][o] * 2 < 9
    /\ UNCHANGED ballot
    /\ Send([kind |-> "Accept", from |-> n, bal |-> ballot'[n], slot |-> [obj |-> o, at |-> slot'[n][o]]])

Adopt(n) == \E m \in msgs :
    LET new == [ballot EXCEPT ![n] = m.bal]
    IN  /\ m.kind = "Accept"
        /\ m.bal > ballot[n]
        /\ ballot' = new
        /\ IF ballot # ballot' THEN slot' = [slot EXCEPT ![n][m.slot.obj] = new[n]] ELSE UNCHANGED slot
        /\ UNCHANGED msgs

Next ==
    \/ \E l \in Leader : Prepare(l)
    \/ \E n \in Node : Promise(n) \/ Adopt(n)
    \/ \E n \in Node, o \in Object : Accept(n, o)
====
EXPECT
PrimedRead, primed-read.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node, Leader, Object

state of a node, s
  ballot = 0  (line 4)
  slot = [o \in Object |-> 0]  (line 4)

messages
  Prepare: kind, from, bal
    the sender is in from
    sent by Prepare, primed-read.tla:16
  Promise: kind, from, bal, slots
    the sender is in from
    sent by Promise, primed-read.tla:24
  Accept: kind, from, bal, slot
    the sender is in from
    sent by Accept, primed-read.tla:30

actions
  Prepare by self, primed-read.tla:15
    if        \E l \in Leader : l = self
    sends     {[kind |-> "Prepare", from |-> self, bal |-> s.ballot + 1]}  (line 16)

  Promise by n, primed-read.tla:19
    receives  m, a message with
                m.kind = "Prepare"
    if        m.kind = "Prepare"
              (IF m.bal > s.ballot THEN m.bal ELSE s.ballot) > s.ballot
    sets      s.ballot := IF m.bal > s.ballot THEN m.bal ELSE s.ballot  (line 21)
    sends     {[kind |-> "Promise",
                from |-> n,
                bal |-> (IF m.bal > s.ballot THEN m.bal ELSE s.ballot),
                slots |-> s.slot]}  (line 24)

  Adopt1 by n, primed-read.tla:32
    receives  m, a message with
                m.kind = "Accept"
    if        m.kind = "Accept"
              m.bal > s.ballot
              s.ballot # m.bal
    sets      s.ballot := m.bal  (line 36)
              s.slot := [s.slot EXCEPT ![m.slot.obj] = m.bal]  (line 37)

  Adopt2 by n, primed-read.tla:32
    receives  m, a message with
                m.kind = "Accept"
    if        m.kind = "Accept"
              m.bal > s.ballot
              ~(s.ballot # m.bal)
    sets      s.ballot := m.bal  (line 36)

  Accept by n, primed-read.tla:26
    for       o \in Object
    if        (s.slot[o] + 1) * 2 < 9
    sets      s.slot := [s.slot EXCEPT ![o] = @ + 1]  (line 27)
    sends     {[kind |-> "Accept",
                from |-> n,
                bal |-> s.ballot,
                slot |-> [obj |-> o, at |-> (s.slot[o] + 1)]]}  (line 30)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
