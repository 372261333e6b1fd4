---- MODULE M ----
\* Conditions on the state that hold in several ways, each a step: remembered for the part of the state that they ask for.
EXTENDS Integers, FiniteSets
VARIABLES mail, n, log
Init == mail = {} /\ n = 0 /\ log = {}
Quorums == {{1, 2}, {1, 3}, {2, 3}}
Of(q, b) == {m \in mail : m.kind = "yes" /\ m.round = b /\ m.by \in q}
Enough(q, b) ==
  LET of == Of(q, b)
      late == {m \in of : m.seen > 0}
  IN /\ \A p \in q : \E m \in of : m.by = p
     /\ late = {} \/ \E m \in late : \A o \in late : m.seen >= o.seen
Say(p, b) ==
  /\ n < 3 /\ n' = n + 1 /\ UNCHANGED log
  /\ \E seen \in {0, b} : mail' = mail \cup {[kind |-> "yes", by |-> p, round |-> b, seen |-> seen]}
Decide(b) ==
  /\ ~ \E m \in mail : m.kind = "done" /\ m.round = b
  /\ \E q \in Quorums : Enough(q, b)
  /\ mail' = mail \cup {[kind |-> "done", round |-> b]}
  /\ UNCHANGED <<n, log>>
Count ==
  /\ \E m, o \in mail : m.kind = o.kind /\ \A x \in {m, o} : x \in mail
  /\ \E k \in {"yes", "done", "none"} : \E m \in mail : m.kind = k
  /\ \/ [kind |-> "done", round |-> 1] \in mail
     \/ \E m \in mail : [kind |-> "done", round |-> m.round] \in mail
  /\ log' = {Cardinality(mail)}
  /\ UNCHANGED <<mail, n>>
Next == (\E p \in 1..3, b \in 1..2 : Say(p, b)) \/ (\E b \in 1..2 : Decide(b)) \/ Count
Inv == \A b \in 1..2 : [kind |-> "done", round |-> b] \in mail => \E q \in Quorums : Of(q, b) # {}
====
INIT Init
NEXT Next
INVARIANT Inv
CHECK_DEADLOCK FALSE
EXPECT holds 1037 distinct 89161 generated
