---- MODULE Rollback ----
\* A restart forgets what the node has voted for.
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Value, None, MaxTerm
VARIABLES msgs, term, vote, chosen
vars == <<msgs, term, vote, chosen>>
Quorum == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}
Init ==
    /\ msgs = {}
    /\ term = [n \in Node |-> 0]
    /\ vote = [n \in Node |-> None]
    /\ chosen = [n \in Node |-> None]
Propose(n, v) ==
    /\ term[n] < MaxTerm
    /\ term' = [term EXCEPT ![n] = @ + 1]
    /\ vote' = [vote EXCEPT ![n] = v]
    /\ msgs' = msgs \cup {[kind |-> "Propose", from |-> n, term |-> term[n] + 1, val |-> v]}
    /\ UNCHANGED chosen
Vote(n, m) ==
    /\ m.kind = "Propose"
    /\ m.term > term[n]
    /\ term' = [term EXCEPT ![n] = m.term]
    /\ vote' = [vote EXCEPT ![n] = m.val]
    /\ msgs' = msgs \cup {[kind |-> "Vote", from |-> n, term |-> m.term, val |-> m.val]}
    /\ UNCHANGED chosen
Show(n) ==
    /\ vote[n] # None
    /\ msgs' = msgs \cup {[kind |-> "Vote", from |-> n, term |-> term[n], val |-> vote[n]]}
    /\ UNCHANGED <<term, vote, chosen>>
Choose(n, v) ==
    /\ \E Q \in Quorum : \A q \in Q : \E m \in msgs : m.kind = "Vote" /\ m.from = q /\ m.term = term[n] /\ m.val = v
    /\ chosen' = [chosen EXCEPT ![n] = v]
    /\ UNCHANGED <<msgs, term, vote>>
Restart(n) ==
    /\ term' = [term EXCEPT ![n] = 0]
    /\ vote' = [vote EXCEPT ![n] = None]
    /\ UNCHANGED <<msgs, chosen>>
Next == \E n \in Node :
    \/ Show(n) \/ Restart(n)
    \/ \E v \in Value : Propose(n, v) \/ Choose(n, v)
    \/ \E m \in msgs : Vote(n, m)
Spec == Init /\ [][Next]_vars
====
CFG
CONSTANTS
Node = {n1, n2, n3}
Value = {v1}
None = None
MaxTerm = 1
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT
history
nothing to say
counters
36:8 error counters/incompatible
    counters: Restart rolls vote back to what it was at the beginning, though messages speak for it: no counter goes back with it. Keep vote over Restart, or leave Restart out
    hint: strategy history is offered: it needs no counter values
