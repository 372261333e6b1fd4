---- MODULE Thresholds ----
EXTENDS Naturals, FiniteSets
\* PBFT-like: messages are counted; sets of messages received.
CONSTANTS Node, F
VARIABLES msgs, ready, best
Init == msgs = {} /\ ready = [i \in Node |-> FALSE] /\ best = [i \in Node |-> 0]
Prepare(i, v) == msgs' = msgs \cup {[type |-> "prepare", from |-> i, view |-> v]} /\ UNCHANGED <<ready, best>>
Prepared(i, v) ==
    /\ Cardinality({m \in msgs : m.type = "prepare" /\ m.view = v}) >= 2 * F
    /\ ready' = [ready EXCEPT ![i] = TRUE]
    /\ UNCHANGED <<msgs, best>>
ViewChange(i) == \E S \in SUBSET {m \in msgs : m.type = "prepare"} :
    /\ S # {} /\ ready[i]
    /\ best' = [best EXCEPT ![i] = CHOOSE v \in {m.view : m \in S} : \A m \in S : m.view <= v]
    /\ UNCHANGED <<msgs, ready>>
Next == \E i \in Node : ViewChange(i) \/ \E v \in 1 .. 2 : Prepare(i, v) \/ Prepared(i, v)
Spec == Init /\ [][Next]_<<msgs, ready, best>>
====
CFG
CONSTANT Node = {n1, n2}
F = 1
EXPECT
behaviour Init, Next by formula
var msgs: set of [type: "prepare", from: Node, view: Int]
var ready: (Node -> BOOLEAN)
var best: (Node -> Int) (ghost)
network msgs: growing-set by type
kind prepare(type: "prepare", from: Node, view: Int) Prepare -> ViewChange+Prepared, sender from
role Node: ready, best
action ViewChange(i \in Node, S \in SUBSET {m \in msgs : m.type = "prepare"}) by i @12
  if S # {}
  if ready[i]
  reads msgs, ready[i]
  writes best[i]
  receives prepare set
action Prepare(i \in Node, v \in 1..2) @7
  writes msgs
  sends prepare one
action Prepared(i \in Node, v \in 1..2) by i @8
  if Cardinality({m \in msgs : m.type = "prepare" /\ m.view = v}) >= 2 * F
  reads msgs
  writes ready[i]
  receives prepare set
14:36 info structure/choose ViewChange takes one fixed value by CHOOSE: `CHOOSE v \in {m.view : m \in S} : \A m \in S : m.view <= v`
5:24 info structure/ghost `best` is read by no guard and no other variable
