---- MODULE M ----
EXTENDS Naturals
VARIABLES x, n
Either(v) == v > 0 \/ v < 9
Init == [y \in 1..2 |-> Either(y)][1] /\ x = 1 /\ n = 0
One == [y \in 1..2 |-> Either(y)][x] /\ n' = 1
Two == ([y \in 1..2, z \in BOOLEAN |-> Either(y)])[x, TRUE] /\ n' = 2
Same == [y, z \in 1..2 |-> Either(y) /\ Either(z)][x, 2] /\ n' = 3
Pair == [<<y, z>> \in {<<1, 2>>} |-> Either(y)][<<x, 2>>] /\ n' = 4
Some == [y \in 1..2 |-> \E z \in 1..3 : z # y][x] /\ n' = 5
Plain == [y \in 1..2 |-> y = 1][x] /\ n' = 6
Endless == [y \in Nat, z \in Nat |-> Either(y + z)][x, 5] /\ n' = 7
Next == (One \/ Two \/ Same \/ Pair \/ Some \/ Plain \/ Endless) /\ x' = x
====
INIT Init
NEXT Next
EXPECT holds 8 distinct 121 generated
