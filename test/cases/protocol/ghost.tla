---- MODULE Ghost ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x, history

Init == msgs = {} /\ x = [n \in Node |-> 0] /\ history = <<>>
Act(n) ==
    /\ x' = [x EXCEPT ![n] = @ + 1]
    /\ msgs' = msgs \cup {[kind |-> "A", from |-> n]}
    /\ history' = [n |-> n, before |-> history, all |-> x]
Next == \E n \in Node : Act(n)
====
EXPECT
Ghost, ghost.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  A: kind, from
    the sender is in from
    sent by Act, ghost.tla:9

actions
  Act by n, ghost.tla:7
    sets      s.x := s.x + 1  (line 8)
    sends     {[kind |-> "A", from |-> n]}  (line 9)

left out
  history, ghost.tla:4

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  history influences nothing that a node does: left out, ghost.tla:4
