---- MODULE NoSuchDefinition ----
EXTENDS Naturals
VARIABLES x
Init == x = 0
Next == x' = x
Inv == x = 0
====
CFG
INIT Begin
NEXT Next
EXPECT
behaviour ?, Next by config
var x: ? (ghost)
action Next() @5
not found: initial predicate: no formula and no definition Init says it
not found: shape of x: nothing says what it starts as or becomes
not found: network: no variable holds records that one action adds and another one takes or quantifies over
not found: roles: no variable is a function over a set of nodes
1:13 error structure/no-definition there is no definition `Begin` without parameters
3:11 info structure/constant-variable `x` never changes in this behaviour
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
