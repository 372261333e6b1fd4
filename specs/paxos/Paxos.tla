------------------------------- MODULE Paxos --------------------------------
(***************************************************************************)
(* Multi-instance Paxos: one ballot covers all instances, so its first     *)
(* phase is run once and reports everything that a replica has accepted.   *)
(* Each replica proposes, accepts and learns.  The actions of a proposer   *)
(* are those of the owner of a ballot; the specification does not say who  *)
(* that is, only that one replica never acts for the ballot of another.    *)
(*                                                                         *)
(* The network is a set of messages that only grows: a message is lost by  *)
(* never being received, delayed by being received late, duplicated by     *)
(* being received twice.                                                   *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
    Replica,    \* the nodes
    Value,      \* what clients propose
    None,       \* no value
    MaxBallot,  \* bounds of the model
    MaxInstance

Ballot == 1 .. MaxBallot
Instance == 1 .. MaxInstance

VARIABLES
    msgs,      \* all messages ever sent
    maxBal,    \* [Replica -> 0 .. MaxBallot]: the highest ballot heard of         (durable)
    accepted,  \* [Replica -> [Instance -> [bal, val]]]: what was accepted last    (durable)
    decided    \* [Replica -> [Instance -> Value \cup {None}]]: what was learnt    (volatile)

vars == <<msgs, maxBal, accepted, decided>>

Quorum == {Q \in SUBSET Replica : 2 * Cardinality(Q) > Cardinality(Replica)}

Nothing == [bal |-> 0, val |-> None]

Send(m) == msgs' = msgs \cup {m}

-----------------------------------------------------------------------------
Init ==
    /\ msgs = {}
    /\ maxBal = [a \in Replica |-> 0]
    /\ accepted = [a \in Replica |-> [k \in Instance |-> Nothing]]
    /\ decided = [a \in Replica |-> [k \in Instance |-> None]]

\* Phase 1a: the owner of ballot b asks for promises.
Prepare(b) ==
    /\ Send([kind |-> "Prepare", bal |-> b])
    /\ UNCHANGED <<maxBal, accepted, decided>>

\* Phase 1b: replica a promises to accept nothing below m's ballot, and reports what it has accepted.
Promise(a, m) ==
    /\ m.kind = "Prepare"
    /\ m.bal > maxBal[a]
    /\ maxBal' = [maxBal EXCEPT ![a] = m.bal]
    /\ Send([kind |-> "Promise", bal |-> m.bal, source |-> a, accepted |-> accepted[a]])
    /\ UNCHANGED <<accepted, decided>>

\* Phase 2a: the owner of ballot b proposes v in instance k, in the order of instances: the value accepted at
\* the highest ballot that the promises of a quorum report, or a client's if they report none.
Accept(b, k, v) ==
    /\ ~ \E m \in msgs : m.kind = "Accept" /\ m.bal = b /\ m.inst = k
    /\ k = 1 \/ \E m \in msgs : m.kind = "Accept" /\ m.bal = b /\ m.inst = k - 1
    /\ \E Q \in Quorum :
        LET promises == {m \in msgs : m.kind = "Promise" /\ m.bal = b /\ m.source \in Q}
            reports == {m.accepted[k] : m \in promises}
        IN  /\ \A a \in Q : \E m \in promises : m.source = a
            /\ \/ \A r \in reports : r.bal = 0
               \/ \E r \in reports : r.val = v /\ r.bal > 0 /\ \A s \in reports : s.bal <= r.bal
    /\ Send([kind |-> "Accept", bal |-> b, inst |-> k, val |-> v])
    /\ UNCHANGED <<maxBal, accepted, decided>>

\* Phase 2b: replica a accepts m's value.
Accepted(a, m) ==
    /\ m.kind = "Accept"
    /\ m.bal >= maxBal[a]
    /\ maxBal' = [maxBal EXCEPT ![a] = m.bal]
    /\ accepted' = [accepted EXCEPT ![a][m.inst] = [bal |-> m.bal, val |-> m.val]]
    /\ Send([kind |-> "Accepted", bal |-> m.bal, inst |-> m.inst, val |-> m.val, source |-> a])
    /\ UNCHANGED decided

\* Replica a learns that a quorum has accepted v in instance k at ballot b.
Learn(a, b, k, v) ==
    /\ \E Q \in Quorum : \A c \in Q : \E m \in msgs :
        m.kind = "Accepted" /\ m.source = c /\ m.bal = b /\ m.inst = k /\ m.val = v
    /\ decided' = [decided EXCEPT ![a][k] = v]
    /\ UNCHANGED <<msgs, maxBal, accepted>>

\* Replica a crashes and comes back: what it has learnt is lost.
Restart(a) ==
    /\ decided' = [decided EXCEPT ![a] = [k \in Instance |-> None]]
    /\ UNCHANGED <<msgs, maxBal, accepted>>

Next ==
    \/ \E b \in Ballot : Prepare(b) \/ \E k \in Instance, v \in Value : Accept(b, k, v)
    \/ \E a \in Replica :
        \/ \E m \in msgs : Promise(a, m) \/ Accepted(a, m)
        \/ \E b \in Ballot, k \in Instance, v \in Value : Learn(a, b, k, v)
        \/ Restart(a)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
TypeOK ==
    /\ maxBal \in [Replica -> 0 .. MaxBallot]
    /\ \A a \in Replica : \A k \in Instance :
        accepted[a][k] \in [bal : 0 .. MaxBallot, val : Value \cup {None}]
    /\ decided \in [Replica -> [Instance -> Value \cup {None}]]

\* A replica's promise covers what it has accepted.
PromiseCoversAccepted == \A a \in Replica : \A k \in Instance : accepted[a][k].bal <= maxBal[a]

\* One value a ballot and instance.
OneProposal == \A m, n \in msgs :
    m.kind = "Accept" /\ n.kind = "Accept" /\ m.bal = n.bal /\ m.inst = n.inst => m.val = n.val

Chosen(k, v) == \E b \in Ballot : \E Q \in Quorum : \A a \in Q : \E m \in msgs :
    m.kind = "Accepted" /\ m.source = a /\ m.bal = b /\ m.inst = k /\ m.val = v

\* No two replicas decide differently in one instance.
Agreement == \A a, c \in Replica : \A k \in Instance :
    decided[a][k] # None /\ decided[c][k] # None => decided[a][k] = decided[c][k]

\* What is decided is chosen.
DecidedIsChosen == \A a \in Replica : \A k \in Instance : decided[a][k] # None => Chosen(k, decided[a][k])

\* At most one value is chosen in an instance.
OneChosen == \A k \in Instance : \A v, w \in Value : Chosen(k, v) /\ Chosen(k, w) => v = w
=============================================================================
