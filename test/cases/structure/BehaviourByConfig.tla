---- MODULE BehaviourByConfig ----
EXTENDS Naturals
VARIABLES x
First == x = 0
Go == x < 2 /\ x' = x + 1
Other == First /\ [][x' = 5]_x
====
CFG
INIT First
NEXT Go
EXPECT
behaviour First, Go by config; not Other
var x: Int
action Go() @5
  if x < 2
  reads x
  writes x
not found: network: no variable holds records that one action adds and another one takes or quantifies over
not found: roles: no variable is a function over a set of nodes
3:11 info structure/budget `x` is only counted up and compared with constants: it bounds the exploration
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
