---- MODULE M ----
EXTENDS Naturals, FiniteSets
VARIABLES x, y, f
Zero(v) == v = 0
In(v, S) == v \in S
Both(v, w) == Zero(v) /\ In(w, 1 .. 2)
Init == /\ \/ Both(x, y)
           \/ \E k \in {1, 2} : x = k /\ LET d == k + 1 IN y = d
           \/ IF TRUE THEN x = 5 /\ In(y, {x, 6}) ELSE x = 7
           \/ CASE 1 = 2 -> x = 8 [] OTHER -> x = 9 /\ y = x
        /\ f \in [{1, 2} -> SUBSET {x}]
        /\ Cardinality(f[1]) = 1
Next == x' \in {x, y} /\ y' = y /\ f' = [f EXCEPT ![2] = @ \cup {x'}]
Inv == x + y < 100
====
INIT Init
NEXT Next
INVARIANT Inv
EXPECT holds 24 distinct 48 generated
