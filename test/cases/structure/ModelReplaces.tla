---- MODULE ModelReplaces ----
EXTENDS Naturals
CONSTANTS Node
VARIABLE term
Init == term = [i \in Node |-> 0]
Timeout(i) == term' = [term EXCEPT ![i] = @ + 1]
MCTimeout(i) == term[i] < 2 /\ term' = [term EXCEPT ![i] = @ + 1]
Next == \E i \in Node : Timeout(i)
Spec == Init /\ [][Next]_term
====
CFG
SPECIFICATION Spec
CONSTANT Node = {n1}
CONSTANT Timeout <- MCTimeout
EXPECT
behaviour Init, Next by config
var term: (Node -> Int) (ghost)
role Node: term
action Timeout(i \in Node) by i @6
  reads term[i]
  writes term[i]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
4:10 info structure/ghost `term` is read by no guard and no other variable
3:10 info structure/replaced-by-model the model replaces `Timeout` by `MCTimeout`; the structure is that of the specification
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
