---- MODULE NetworkBagModule ----
EXTENDS Naturals, Bags
CONSTANT Node
VARIABLES messages, x
Init == messages = EmptyBag /\ x = [n \in Node |-> 0]
Next == \E n \in Node :
    /\ messages' = messages (+) SetToBag({[kind |-> "Ping", from |-> n]})
    /\ UNCHANGED x
====
EXPECT
NetworkBagModule, network-bag-module.tla
nodes      Node
network    msgs, a set that only grows, in place of the counts messages; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from
    the sender is in from
    sent by Next, network-bag-module.tla:7

actions
  Next by n, network-bag-module.tla:6
    sends     {[kind |-> "Ping", from |-> n]}  (line 7)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  messages: copies of a message are not counted, only that it was sent
