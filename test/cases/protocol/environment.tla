---- MODULE Environment ----
\* A budget, which the reader finds, and what clients know, which the mapping file names.
EXTENDS Naturals
CONSTANT Node, Value, Most
VARIABLES msgs, x, restarts, known
Nil == 0
Init == msgs = {} /\ x = [n \in Node |-> 0] /\ restarts = 0 /\ known = [v \in Value |-> FALSE]
Ask(n, v) ==
    /\ known[v] = FALSE
    /\ x[n] = 0
    /\ x' = [x EXCEPT ![n] = v]
    /\ known' = [known EXCEPT ![v] = TRUE]
    /\ msgs' = msgs \cup {[kind |-> "Ask", from |-> n, value |-> v]}
    /\ UNCHANGED restarts
Restart(n) ==
    /\ restarts < Most /\ x[n] > 0
    /\ restarts' = restarts + 1
    /\ x' = [x EXCEPT ![n] = 0]
    /\ UNCHANGED <<msgs, known>>
Next == \E n \in Node : Restart(n) \/ \E v \in Value : Ask(n, v)
====
MAPPING
{ "environment": ["known"], "clientValues": ["Value"] }
EXPECT
Environment, environment.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node, Value, Most

state of a node, s
  x = 0  (line 5)

messages
  Ask: kind, from, value
    the sender is in from
    sent by Ask, environment.tla:13

actions
  Restart by n, environment.tla:15
    if        s.x > 0
    sets      s.x := 0  (line 18)

  Ask by n, environment.tla:8
    for       v \in Value  (a client chooses)
    if        s.x = 0
    sets      s.x := v  (line 11)
    sends     {[kind |-> "Ask", from |-> n, value |-> v]}  (line 13)

left out
  restarts, environment.tla:5
  known, environment.tla:5

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  restarts only counts how often something happens, which the model bounds: left out, environment.tla:5
  known is the environment's, as the mapping file says: left out, environment.tla:5
  Ask: guard known[v] = FALSE is the environment's: left out, environment.tla:9
