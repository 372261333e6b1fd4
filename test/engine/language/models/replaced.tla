---- MODULE M ----
EXTENDS Naturals
CONSTANTS N, K(_), None
VARIABLE x
Small == 0 .. 2
Half(n) == n \div 2
Missing == CHOOSE v : v \notin Nat
Init == x \in Nat \cup {Missing, None}
Next == x \in Nat /\ x' \in {K(x), N, 9}
Inv == x \in Nat \cup {Missing, None, N, 9}
====
CONSTANT N = 7
CONSTANT None = none
CONSTANT K <- Half
CONSTANT Nat <- Small
CONSTANT Missing = missing
INIT Init
NEXT Next
INVARIANT Inv
CHECK_DEADLOCK FALSE
EXPECT holds 7 distinct 14 generated
