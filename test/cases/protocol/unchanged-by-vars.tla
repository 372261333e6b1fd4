---- MODULE UnchangedByVars ----
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

Act(n) ==
    LET old == x[n]
        Bump(k) == old + k
    IN  /\ old < 3
        /\ x' = [x EXCEPT ![n] = Bump(2)]
        /\ msgs' = msgs

Next == \E n \in Node : Ping(n) \/ Act(n)
====
EXPECT
UnchangedByVars, unchanged-by-vars.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 4)

messages
  Ping: kind, from, num
    the sender is in from
    sent by Ping, unchanged-by-vars.tla:13

actions
  Ping by n, unchanged-by-vars.tla:12
    sends     {[kind |-> "Ping", from |-> n, num |-> s.x]}  (line 13)

  Act by n, unchanged-by-vars.tla:16
    where     old == s.x
              Bump(k) == old + k
    if        old < 3
    sets      s.x := Bump(2)  (line 20)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
