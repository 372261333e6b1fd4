---- MODULE LetAction ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x
Init == msgs = {} /\ x = [n \in Node |-> 0]
Next == \E n \in Node :
    LET Add(k) == x' = [x EXCEPT ![n] = @ + k]
        Say(k) == msgs' = msgs \cup {[kind |-> "A", from |-> n, by |-> k]}
    IN  Add(2) /\ Say(2)
====
EXPECT
LetAction, let-action.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  A: kind, from, by
    the sender is in from
    sent by Next, let-action.tla:8

actions
  Next by n, let-action.tla:6
    sets      s.x := s.x + 2  (line 7)
    sends     {[kind |-> "A", from |-> n, by |-> 2]}  (line 8)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
