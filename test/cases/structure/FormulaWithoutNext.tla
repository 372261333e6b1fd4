---- MODULE FormulaWithoutNext ----
EXTENDS Naturals
VARIABLES x
Init == x = 0
Live == <>(x = 0)
====
CFG
SPECIFICATION Live
EXPECT
behaviour ?, ? by config
fairness <>(x = 0)
var x: ? (ghost)
not found: initial predicate: no formula and no definition Init says it
not found: next-state relation: no formula and no definition Next says it
not found: shape of x: nothing says what it starts as or becomes
not found: roles: no variable is a function over a set of nodes
5:1 error structure/no-next `Live` has no conjunct [][Next]_vars
