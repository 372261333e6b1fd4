---- MODULE LocalInstance ----
LOCAL INSTANCE Naturals
CONSTANT Node
VARIABLES msgs, x
Init == msgs = {} /\ x = [n \in Node |-> 0]
Next == \E n \in Node :
    /\ x' = [x EXCEPT ![n] = @ + 1]
    /\ msgs' = msgs \cup {[kind |-> "A", from |-> n]}
    /\ UNCHANGED <<>>
====
EXPECT
LocalInstance, local-instance.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  A: kind, from
    the sender is in from
    sent by Next, local-instance.tla:8

actions
  Next by n, local-instance.tla:6
    sets      s.x := s.x + 1  (line 7)
    sends     {[kind |-> "A", from |-> n]}  (line 8)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
