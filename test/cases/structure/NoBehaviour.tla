---- MODULE NoBehaviour ----
EXTENDS Naturals
VARIABLES x
Start == x = 0
Go == x' = x + 1
====
EXPECT
behaviour ?, ? by nothing
var x: ? (ghost)
not found: initial predicate: no formula and no definition Init says it
not found: next-state relation: no formula and no definition Next says it
not found: shape of x: nothing says what it starts as or becomes
not found: roles: no variable is a function over a set of nodes
1:13 error structure/no-behaviour no Init/Next found: no definition has the form Init /\ [][Next]_vars, and none is called Next
