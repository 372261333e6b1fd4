---- MODULE NotNameable ----
\* A recursive operator that only the extended module can name.
EXTENDS Hidden
Init == y = 1
Next == Small /\ Move
Spec == Init /\ [][Next]_y
====
EXPECT
behaviour Init, Next by formula
var y: Int
action Move() @9
  if y < 9
  if 2 * y < 9
  if Grown(y) < 50
  reads y
  writes y
not found: network: no variable holds records that one action adds and another one takes or quantifies over
not found: roles: no variable is a function over a set of nodes
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
1:13 warning structure/not-nameable `Sum` cannot be named from the root module
