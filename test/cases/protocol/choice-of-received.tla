---- MODULE ChoiceOfReceived ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x

Init ==
    /\ msgs = {}
    /\ x = [n \in Node |-> 0]

Ping(n) ==
    /\ msgs' = msgs \cup {[kind |-> "Ping", from |-> n, num |-> x[n]]}
    /\ UNCHANGED x

\* What is received is told by what is chosen, through a LET; a choice is made among what is received, through another.
Act(n) == \E k \in 0 .. 1 :
    LET wanted == k + x[n]
        heard == {m \in msgs : m.kind = "Ping" /\ m.num = wanted}
        far == {m \in heard : m.from # n}
    IN  \E m \in far :
        /\ x' = [x EXCEPT ![n] = m.num + 1]
        /\ UNCHANGED msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
ChoiceOfReceived, choice-of-received.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, choice-of-received.tla:11

actions
  Ping by n, choice-of-received.tla:10
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 11)

  Act by n, choice-of-received.tla:15
    for       k \in 0..1
              m \in far
    receives  heard, any of the messages m2 with
                m2.kind = "Ping"
                m2.num = wanted
    where     wanted == k + s.x
              far == {m2 \in heard : m2.from # n}
    sets      s.x := m.num + 1  (line 20)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  Act reads heard: any subset of the matching messages may have been received, choice-of-received.tla:17
