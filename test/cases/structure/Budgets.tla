---- MODULE Budgets ----
EXTENDS Naturals
CONSTANTS Node, Max
VARIABLES restarts, up
Init == restarts = 0 /\ up = [i \in Node |-> TRUE]
Restart(i) ==
    /\ restarts < Max
    /\ restarts' = restarts + 1
    /\ up' = [up EXCEPT ![i] = ~@]
Next == \E i \in Node : Restart(i)
Spec == Init /\ [][Next]_<<restarts, up>>
====
CFG
CONSTANT Node = {n1, n2}
Max = 2
EXPECT
behaviour Init, Next by formula
var restarts: Int
var up: (Node -> BOOLEAN) (ghost)
role Node: up
action Restart(i \in Node) by i @6
  if restarts < Max
  reads restarts, up[i]
  writes restarts, up[i]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
4:11 info structure/budget `restarts` is only counted up and compared with constants: it bounds the exploration
4:21 info structure/ghost `up` is read by no guard and no other variable
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
