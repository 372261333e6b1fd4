---- MODULE WrongShapes ----
EXTENDS Naturals
\* Init makes s[r], an action uses s[k][r]; a guard names one node.
CONSTANTS Node
VARIABLES s
Init == s = [r \in Node |-> 0]
Step(r, k) == s[k][r] = 0 /\ s' = [s EXCEPT ![r] = 1]
Special(r) == r = 3 /\ s' = [s EXCEPT ![r] = 2]
Next == \E r \in Node : Special(r) \/ \E k \in Node : Step(r, k)
Spec == Init /\ [][Next]_s
====
EXPECT
behaviour Init, Next by formula
var s: (Node -> Int)
role Node: s
action Special(r \in Node) by r @8
  if r = 3
  writes s[r]
action Step(r \in Node, k \in Node) by r @7
  if s[k][r] = 0
  reads s[k][r]
  writes s[r]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
8:15 info structure/literal-node Special: guard names one node, `r = 3`: nodes are not alike
7:15 info structure/peer-read Step of r reads `s[k][r]`, of another node
7:15 warning structure/init-shape Init makes `s[_]` one of Int, actions use `s[k][r]`
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
