---- MODULE CrashRestart ----
EXTENDS Naturals
\* Volatile and durable state; a client's counter that all share.
CONSTANTS Node
VARIABLES durable, volatile, request
vars == <<durable, volatile, request>>
Init == durable = [i \in Node |-> 0] /\ volatile = [i \in Node |-> [term |-> 0, up |-> TRUE]] /\ request = 0
Client(i) ==
    /\ request < 2
    /\ request' = request + 1
    /\ volatile' = [volatile EXCEPT ![i].term = request + 1]
    /\ UNCHANGED durable
Persist(i) == durable' = [durable EXCEPT ![i] = volatile[i].term] /\ UNCHANGED <<volatile, request>>
Restart(i) == volatile' = [volatile EXCEPT ![i] = [term |-> durable[i], up |-> TRUE]] /\ UNCHANGED <<durable, request>>
Next == \E i \in Node : Client(i) \/ Persist(i) \/ Restart(i)
Spec == Init /\ [][Next]_vars
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var durable: (Node -> Int) (ghost)
var volatile: (Node -> [term: Int, up: BOOLEAN]) (ghost)
var request: Int
role Node: durable, volatile
action Client(i \in Node) by i @8
  if request < 2
  reads request
  writes request, volatile[i].term
action Persist(i \in Node) by i @13
  reads volatile[i].term
  writes durable[i]
action Restart(i \in Node) by i @14
  reads durable[i]
  writes volatile[i]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
5:11 info structure/ghost `durable` is read by no guard and no other variable
5:20 info structure/ghost `volatile` is read by no guard and no other variable
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
