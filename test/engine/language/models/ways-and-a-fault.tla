---- MODULE M ----
\* The same where nothing is wrong with the steps that come before.
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
CHECK_DEADLOCK FALSE
EXPECT fault
