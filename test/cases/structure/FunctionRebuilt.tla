---- MODULE FunctionRebuilt ----
EXTENDS Naturals
\* An update by a function built anew; and one that changes many at once.
CONSTANTS Node
VARIABLES x, y
Init == x = [s \in Node |-> 0] /\ y = [s \in Node |-> 0]
One(i) == x[i] < 2 /\ x' = [s \in Node |-> IF s = i THEN x[s] + 1 ELSE x[s]] /\ UNCHANGED y
Many(Q) == y' = [s \in Node |-> IF s \in Q THEN x[s] ELSE y[s]] /\ UNCHANGED x
Copy(i) == x[i] = 0 /\ x' = [y EXCEPT ![i] = 1] /\ UNCHANGED y
Next == (\E i \in Node : One(i) \/ Copy(i)) \/ \E Q \in SUBSET Node : Many(Q)
Spec == Init /\ [][Next]_<<x, y>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var x: (Node -> Int)
var y: (Node -> Int)
role Node: x, y
action One(i \in Node) by i @7
  if x[i] < 2
  reads x[i]
  writes x[i]
action Copy(i \in Node) by i @9
  if x[i] = 0
  reads x[i], y
  writes x
action Many(Q \in SUBSET Node) @8
  reads x[s]
  writes y[s]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
9:24 warning structure/wrong-base Copy: `x'` copies `y`: meant?
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
5:14 info structure/shared-table `y` is written and read by all
