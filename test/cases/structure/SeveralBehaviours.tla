---- MODULE SeveralBehaviours ----
EXTENDS Naturals
CONSTANTS Max
VARIABLES x
Init == x = 0
Up == x < Max /\ x' = x + 1
Down == x > 0 /\ x' = x - 1
StaticSpec == Init /\ [][Up]_x
DynamicSpec == Init /\ [][Up \/ Down]_x /\ WF_x(Up)
====
CFG
CONSTANT Max = 2
EXPECT
behaviour Init, Up by formula; not DynamicSpec
var x: Int
action Up() @6
  if x < Max
  reads x
  writes x
not found: network: no variable holds records that one action adds and another one takes or quantifies over
not found: roles: no variable is a function over a set of nodes
1:13 warning structure/several-behaviours several behaviours with different next-state relations: StaticSpec, DynamicSpec; taken: StaticSpec
4:11 info structure/budget `x` is only counted up and compared with constants: it bounds the exploration
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
