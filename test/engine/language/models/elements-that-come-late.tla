---- MODULE M ----
\* What is remembered of a set, by the elements that were asked for, before others are there, and beyond those with bits.
EXTENDS Integers, FiniteSets
VARIABLES a, n
Init == a = {} /\ n = 0
Even(k) == {x \in a : x[1] % 2 = k}
Large(k) == \E x \in a : x[1] > 40 * k /\ \E y \in Even(k) : y[1] >= x[1]
Next ==
  \/ n < 170 /\ n' = n + 1 /\ a' = IF n % 7 = 6 THEN {x \in a : x[1] % 3 = n % 3} ELSE a \cup {<<n, n % 5>>}
  \/ \E k \in 0..1 : Large(k) /\ \E x \in Even(k) : x[2] = 1 /\ Cardinality(a) % 4 = 0 /\ n' = n + 2 /\ a' = Even(1 - k)
Bound == n < 172
Inv == \A k \in 0..1 : Large(k) => \E x \in a : x[1] > 40 * k /\ x \in a
====
INIT Init
NEXT Next
CONSTRAINT Bound
INVARIANT Inv
CHECK_DEADLOCK FALSE
EXPECT holds 3405 distinct 18641 generated
