----------------------------- MODULE Refusals -----------------------------
\* An election in which refusals are messages, too: one kind, told apart by a Boolean; votes are collected.
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Nobody, MaxTerm
VARIABLES net, term, choice, state, for, against

Majority == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}

Init ==
    /\ net = {}
    /\ term = [n \in Node |-> 0]
    /\ choice = [n \in Node |-> Nobody]
    /\ state = [n \in Node |-> "waiting"]
    /\ for = [n \in Node |-> {}]
    /\ against = [n \in Node |-> {}]

Stand(n) ==
    /\ term[n] < MaxTerm
    /\ term' = [term EXCEPT ![n] = @ + 1]
    /\ choice' = [choice EXCEPT ![n] = n]
    /\ state' = [state EXCEPT ![n] = "standing"]
    /\ for' = [for EXCEPT ![n] = {n}]
    /\ against' = [against EXCEPT ![n] = {}]
    /\ net' = net \cup {[is |-> "ask", at |-> term[n] + 1, by |-> n]}

Reply(n, m) ==
    LET yes == m.at > term[n] \/ (m.at = term[n] /\ choice[n] \in {Nobody, m.by})
    IN  /\ m.is = "ask"
        /\ term' = [term EXCEPT ![n] = IF m.at > @ THEN m.at ELSE @]
        /\ choice' = [choice EXCEPT ![n] = IF yes THEN m.by ELSE @]
        /\ net' = net \cup {[is |-> "answer", at |-> m.at, by |-> n, to |-> m.by, agreed |-> yes]}
        /\ UNCHANGED <<state, for, against>>

Count(n, m) ==
    /\ m.is = "answer" /\ m.to = n /\ m.at = term[n]
    /\ for' = IF m.agreed THEN [for EXCEPT ![n] = @ \cup {m.by}] ELSE for
    /\ against' = IF m.agreed THEN against ELSE [against EXCEPT ![n] = @ \cup {m.by}]
    /\ UNCHANGED <<net, term, choice, state>>

Win(n) ==
    /\ state[n] = "standing"
    /\ for[n] \in Majority
    /\ state' = [state EXCEPT ![n] = "chosen"]
    /\ UNCHANGED <<net, term, choice, for, against>>

Next == \E n \in Node : Stand(n) \/ Win(n) \/ \E m \in net : Reply(n, m) \/ Count(n, m)
===========================================================================
