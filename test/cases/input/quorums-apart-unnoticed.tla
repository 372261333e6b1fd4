---- MODULE QuorumsApartUnnoticed ----
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Value, None
VARIABLES msgs, voted, decided
vars == <<msgs, voted, decided>>
Few == {Q \in SUBSET Node : Cardinality(Q) * 3 >= Cardinality(Node)}
Init == /\ msgs = {}
        /\ voted = [n \in Node |-> None]
        /\ decided = [n \in Node |-> None]
Vote(n, v) == /\ voted[n] = None
              /\ voted' = [voted EXCEPT ![n] = v]
              /\ msgs' = msgs \cup {[kind |-> "Vote", from |-> n, val |-> v]}
              /\ UNCHANGED decided
Decide(n, v) == /\ \E Q \in Few : \A q \in Q : \E m \in msgs : m.kind = "Vote" /\ m.from = q /\ m.val = v
                /\ decided[n] = None
                /\ decided' = [decided EXCEPT ![n] = v]
                /\ UNCHANGED <<msgs, voted>>
Next == \E n \in Node, v \in Value : Vote(n, v) \/ Decide(n, v)
Spec == Init /\ [][Next]_vars
Agreement == \A a, b \in Node : decided[a] # None /\ decided[b] # None => decided[a] = decided[b]
====
CFG
CONSTANTS
Node = {n1, n2, n3}
Value = {v1, v2}
None = None
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT
history
14:35 warning verify/quorums-apart
    the quorums of Decide need not meet: of 3 nodes 1 are enough, and others than these can be enough for the opposite; no defence against liars makes such a decision safe
    hint: ask for more than half of the nodes, or for quorums that meet those of the step before; `bumblebee inspect` lists them
counters
14:35 warning verify/quorums-apart
    the quorums of Decide need not meet: of 3 nodes 1 are enough, and others than these can be enough for the opposite; no defence against liars makes such a decision safe
    hint: ask for more than half of the nodes, or for quorums that meet those of the step before; `bumblebee inspect` lists them
