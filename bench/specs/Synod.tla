-------------------------------- MODULE Synod --------------------------------
\* Consensus on one value by ballots, of which each has a leader. Messages are a set of records that only grows.
\* Written for measurements: sets of records, quantifiers over quorums.
EXTENDS Integers

CONSTANTS Nodes, Values, Quorums, LastBallot

Ballots == 0 .. LastBallot
Free == "free"

VARIABLES
  promised,  \* the highest ballot that a node has heard of
  taken,     \* its last vote: ballot and value
  mail

vars == <<promised, taken, mail>>

Nothing == [ballot |-> -1, value |-> Free]

Init ==
  /\ promised = [n \in Nodes |-> -1]
  /\ taken = [n \in Nodes |-> Nothing]
  /\ mail = {}

Put(m) == mail' = mail \cup {m}

Ask(b) ==
  /\ Put([kind |-> "ask", ballot |-> b])
  /\ UNCHANGED <<promised, taken>>

Promise(n) ==
  \E m \in mail :
    /\ m.kind = "ask"
    /\ m.ballot > promised[n]
    /\ promised' = [promised EXCEPT ![n] = m.ballot]
    /\ Put([kind |-> "promise", by |-> n, ballot |-> m.ballot, last |-> taken[n]])
    /\ UNCHANGED taken

Promises(q, b) == {m \in mail : m.kind = "promise" /\ m.ballot = b /\ m.by \in q}

Safe(q, b, v) ==
  LET got == Promises(q, b)
      bound == {m \in got : m.last.ballot >= 0}
  IN /\ \A n \in q : \E m \in got : m.by = n
     /\ \/ bound = {}
        \/ \E m \in bound :
             /\ m.last.value = v
             /\ \A o \in bound : m.last.ballot >= o.last.ballot

Propose(b, v) ==
  /\ ~ \E m \in mail : m.kind = "propose" /\ m.ballot = b
  /\ \E q \in Quorums : Safe(q, b, v)
  /\ Put([kind |-> "propose", ballot |-> b, value |-> v])
  /\ UNCHANGED <<promised, taken>>

Accept(n) ==
  \E m \in mail :
    /\ m.kind = "propose"
    /\ m.ballot >= promised[n]
    /\ promised' = [promised EXCEPT ![n] = m.ballot]
    /\ taken' = [taken EXCEPT ![n] = [ballot |-> m.ballot, value |-> m.value]]
    /\ Put([kind |-> "accept", by |-> n, ballot |-> m.ballot, value |-> m.value])

Next ==
  \/ \E b \in Ballots : Ask(b) \/ \E v \in Values : Propose(b, v)
  \/ \E n \in Nodes : Promise(n) \/ Accept(n)

Voted(n, b, v) == [kind |-> "accept", by |-> n, ballot |-> b, value |-> v] \in mail
Chosen(v) == \E q \in Quorums, b \in Ballots : \A n \in q : Voted(n, b, v)

TypeOK ==
  /\ promised \in [Nodes -> Ballots \cup {-1}]
  /\ taken \in [Nodes -> [ballot : Ballots \cup {-1}, value : Values \cup {Free}]]

Agreement == \A v, w \in Values : Chosen(v) /\ Chosen(w) => v = w
=============================================================================
