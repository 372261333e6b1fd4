---- MODULE NotSeen ----
EXTENDS Naturals
\* Steps whose assignments are not seen: composed, for all, without a set.
CONSTANTS Node
VARIABLES x, y
Init == x = [i \in Node |-> 0] /\ y = 0
Twice == (y' = y + 1 /\ UNCHANGED x) \cdot (y' = y + 1 /\ UNCHANGED x)
Every == (\A i \in Node : x'[i] = 1) /\ UNCHANGED y
Unbounded == (\E v : y' = v) /\ UNCHANGED x
Next == Twice \/ Every \/ Unbounded
Spec == Init /\ [][Next]_<<x, y>>
====
EXPECT
behaviour Init, Next by formula
var x: (Node -> Int)
var y: Int
role Node: x
action Twice() @7
  if (y' = y + 1 /\ UNCHANGED x) \cdot (y' = y + 1 /\ UNCHANGED x)
  reads y, x
  frame primed-read y
action Every() @8
  if \A i \in Node : x'[i] = 1
  frame primed-read x
action Unbounded() @9
  if \E v : y' = v
  frame primed-read y
not found: network: no variable holds records that one action adds and another one takes or quantifies over
7:10 warning structure/composition Twice composes actions (\cdot): the step between is not seen
8:11 warning structure/for-all-steps Every says \A over a formula with primes: what it assigns is not seen
9:15 warning structure/unbounded Unbounded binds a name without a set
7:10 warning structure/primed-elsewhere Twice speaks of the next state in `(y' = y + 1 /\ UNCHANGED x) \cdot (y' = y + 1 /\ UNCHANGE…`, which assigns nothing
8:11 warning structure/primed-elsewhere Every speaks of the next state in `\A i \in Node : x'[i] = 1`, which assigns nothing
9:15 warning structure/primed-elsewhere Unbounded speaks of the next state in `\E v : y' = v`, which assigns nothing
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
