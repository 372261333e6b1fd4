---- MODULE AssignedTwice ----
EXTENDS Naturals
CONSTANTS Node
VARIABLES c, d
vars == <<c, d>>
Init == c = 0 /\ d = 0
Step == c < 2 /\ c' = c + 1 /\ UNCHANGED <<d, c>>
Other == d < 2 /\ d' = d + 1 /\ UNCHANGED c
Next == Step \/ Other
Spec == Init /\ [][Next]_vars
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var c: Int
var d: Int
action Step() @7
  if c < 2
  reads c
  writes c
  frame twice c
action Other() @8
  if d < 2
  reads d
  writes d
not found: network: no variable holds records that one action adds and another one takes or quantifies over
not found: roles: no variable is a function over a set of nodes
7:32 warning structure/assigned-twice Step says twice what `c'` is; both must hold, so the action may never happen
4:11 info structure/budget `c` is only counted up and compared with constants: it bounds the exploration
4:14 info structure/budget `d` is only counted up and compared with constants: it bounds the exploration
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
