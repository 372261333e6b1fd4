---- MODULE M ----
EXTENDS Naturals, FiniteSets, TLC
VARIABLES f, done
P == {"a", "b", "c"}
Init == f = [p \in P |-> 0] /\ done = {}
Pair == \E <<p, q>> \in P \X P : p # q /\ f[p] = f[q] /\ f' = [f EXCEPT ![p] = 1, ![q] = @ + 1]
All == \A p \in P : (p \in done \/ f[p] < 2) /\ done' \in {done, done \cup {"a"}}
One == LET p == CHOOSE q \in P : q \notin done IN done # P /\ done' = done \cup {p}
Next == \/ Pair /\ UNCHANGED done
        \/ All /\ f' = f
        \/ One /\ f' = f
Bound == \A p \in P : f[p] < 3
====
INIT Init
NEXT Next
CONSTRAINT Bound
EXPECT holds 40 distinct 177 generated
