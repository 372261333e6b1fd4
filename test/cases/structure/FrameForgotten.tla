---- MODULE FrameForgotten ----
EXTENDS Naturals
VARIABLES c, d
Init == c = 0 /\ d = 0
Step == c' = c + 1
Next == Step
Spec == Init /\ [][Next]_<<c, d>>
====
EXPECT
behaviour Init, Next by formula
var c: Int (ghost)
var d: Int (ghost)
action Step() @5
  reads c
  writes c
  frame unassigned d
not found: network: no variable holds records that one action adds and another one takes or quantifies over
not found: roles: no variable is a function over a set of nodes
5:1 warning structure/unassigned Step says nothing of `d'`
3:11 info structure/ghost `c` is read by no guard and no other variable
3:14 info structure/constant-variable `d` never changes in this behaviour
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
