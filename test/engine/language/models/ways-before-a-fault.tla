---- MODULE M ----
\* A condition holds in one way and cannot be evaluated after that: the step of that way comes before.
EXTENDS Integers
VARIABLES mail, n
Init == mail = {1, 2} /\ n = 0
Next ==
  /\ \E x \in 1..3 : x \in mail \/ (x = 3 /\ \E m \in mail : m > "text")
  /\ n < 9
  /\ n' = n + 1
  /\ mail' = mail \cup {5}
Inv == n = 0
====
INIT Init
NEXT Next
INVARIANT Inv
EXPECT violated Inv
