---- MODULE NamedBySpec ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x
Start == msgs = {}
Tick(n) == /\ x' = [x EXCEPT ![n] = @ + 1]
           /\ msgs' = msgs \cup {[kind |-> "A", from |-> n]}
Steps == \E n \in Node : Tick(n)
System == Start /\ x = [n \in Node |-> 0] /\ [][Steps]_<<msgs, x>> /\ WF_<<msgs, x>>(Steps)
====
EXPECT
NamedBySpec, named-by-spec.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  A: kind, from
    the sender is in from
    sent by Tick, named-by-spec.tla:7

actions
  Tick by n, named-by-spec.tla:6
    sets      s.x := s.x + 1  (line 6)
    sends     {[kind |-> "A", from |-> n]}  (line 7)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
