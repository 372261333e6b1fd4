------------------------------ MODULE Objects ------------------------------
\* A leader for each object: ballots are counted object by object, and nothing is shared between objects.
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Object, Value, None, MaxBallot
VARIABLES msgs, ballot, vote, decided

Ballot == 1 .. MaxBallot
Quorum == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}
Nothing == [bal |-> 0, val |-> None]
Send(m) == msgs' = msgs \cup {m}

Init ==
    /\ msgs = {}
    /\ ballot = [n \in Node |-> [o \in Object |-> 0]]
    /\ vote = [n \in Node |-> [o \in Object |-> Nothing]]
    /\ decided = [n \in Node |-> {}]

Ask(b, o) ==
    /\ Send([kind |-> "Ask", bal |-> b, object |-> o])
    /\ UNCHANGED <<ballot, vote, decided>>

Promise(n, m) ==
    /\ m.kind = "Ask"
    /\ m.bal > ballot[n][m.object]
    /\ ballot' = [ballot EXCEPT ![n][m.object] = m.bal]
    /\ Send([kind |-> "Promise", from |-> n, bal |-> m.bal, object |-> m.object, vote |-> vote[n][m.object]])
    /\ UNCHANGED <<vote, decided>>

Propose(b, o, v) ==
    /\ ~ \E m \in msgs : m.kind = "Propose" /\ m.bal = b /\ m.object = o
    /\ \E Q \in Quorum :
        LET heard == {m \in msgs : m.kind = "Promise" /\ m.bal = b /\ m.object = o /\ m.from \in Q}
        IN  /\ \A n \in Q : \E m \in heard : m.from = n
            /\ \/ \A m \in heard : m.vote.bal = 0
               \/ \E m \in heard : m.vote.val = v /\ \A k \in heard : k.vote.bal <= m.vote.bal
    /\ Send([kind |-> "Propose", bal |-> b, object |-> o, val |-> v])
    /\ UNCHANGED <<ballot, vote, decided>>

Accept(n, m) ==
    /\ m.kind = "Propose"
    /\ m.bal >= ballot[n][m.object]
    /\ ballot' = [ballot EXCEPT ![n][m.object] = m.bal]
    /\ vote' = [vote EXCEPT ![n][m.object] = [bal |-> m.bal, val |-> m.val]]
    /\ Send([kind |-> "Accepted", from |-> n, bal |-> m.bal, object |-> m.object, val |-> m.val])
    /\ UNCHANGED decided

Decide(n, b, o, v) ==
    /\ \E Q \in Quorum : \A q \in Q : \E m \in msgs :
        m.kind = "Accepted" /\ m.from = q /\ m.bal = b /\ m.object = o /\ m.val = v
    /\ decided' = [decided EXCEPT ![n] = @ \cup {<<o, v>>}]
    /\ UNCHANGED <<msgs, ballot, vote>>

Next ==
    \/ \E b \in Ballot, o \in Object : Ask(b, o) \/ \E v \in Value : Propose(b, o, v)
    \/ \E n \in Node :
        \/ \E m \in msgs : Promise(n, m) \/ Accept(n, m)
        \/ \E b \in Ballot, o \in Object, v \in Value : Decide(n, b, o, v)
===========================================================================
MAPPING
{ "owners": [{ "keys": "Ballot", "field": "bal" }], "clientValues": ["Value"] }
