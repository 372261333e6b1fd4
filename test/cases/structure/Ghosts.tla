---- MODULE Ghosts ----
EXTENDS Naturals, Sequences
\* A history variable beside Next, and one that reads another.
CONSTANTS Node
VARIABLES log, allLogs, count
vars == <<log, allLogs, count>>
Init == log = [i \in Node |-> <<>>] /\ allLogs = {} /\ count = 0
Add(i) == Len(log[i]) < 1 /\ log' = [log EXCEPT ![i] = Append(@, 1)]
Clear(i) == log' = [log EXCEPT ![i] = <<>>]
Next ==
    /\ \/ \E i \in Node : Add(i)
       \/ \E i \in Node : Clear(i)
    /\ allLogs' = allLogs \cup {log[i] : i \in Node}
    /\ count' = IF allLogs = {} THEN 0 ELSE 1
Spec == Init /\ [][Next]_vars
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var log: (Node -> Seq(Int))
var allLogs: set of Seq(Int) (ghost)
var count: Int (ghost)
role Node: log
action Add(i \in Node) by i @8
  if Len(log[i]) < 1
  reads log[i], log[i2], allLogs
  writes log[i], allLogs, count
action Clear(i \in Node) by i @9
  reads log[i2], allLogs
  writes log[i], allLogs, count
not found: network: no variable holds records that one action adds and another one takes or quantifies over
5:16 info structure/ghost `allLogs` is read by no guard and no other variable
5:25 info structure/ghost `count` is read by no guard and no other variable
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
