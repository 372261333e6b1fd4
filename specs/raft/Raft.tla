-------------------------------- MODULE Raft --------------------------------
(***************************************************************************)
(* Raft as a crash-tolerant replicated log: leader election and log        *)
(* replication, without membership changes and snapshots.                  *)
(*                                                                         *)
(* The network is a set of messages that only grows: a message is lost by  *)
(* never being received, delayed by being received late, duplicated by     *)
(* being received twice.  Every message is a broadcast; who is meant is    *)
(* either everybody or named in a field.                                   *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets, Sequences

CONSTANTS
    Server,     \* the replicas
    Value,      \* what clients ask to be logged
    Nil,        \* no vote
    MaxTerm,    \* bounds of the model: terms above, and logs longer than
    MaxLog      \* these, are not explored

VARIABLES
    msgs,         \* all messages ever sent
    currentTerm,  \* [Server -> Nat]                                 (durable)
    votedFor,     \* [Server -> Server \cup {Nil}]: in currentTerm   (durable)
    log,          \* [Server -> Seq([term : Nat, value : Value])]    (durable)
    role,         \* [Server -> {"Follower", "Candidate", "Leader"}] (volatile)
    commitIndex   \* [Server -> Nat]                                 (volatile)

vars == <<msgs, currentTerm, votedFor, log, role, commitIndex>>

Quorum == {Q \in SUBSET Server : 2 * Cardinality(Q) > Cardinality(Server)}

Min(a, b) == IF a < b THEN a ELSE b
Max(a, b) == IF a > b THEN a ELSE b
LastTerm(l) == IF Len(l) = 0 THEN 0 ELSE l[Len(l)].term
TermAt(l, k) == IF k = 0 THEN 0 ELSE l[k].term

\* A log is at least as up to date as one that ends in (term, index).
UpToDate(term, index, l) ==
    \/ term > LastTerm(l)
    \/ term = LastTerm(l) /\ index >= Len(l)

Send(m) == msgs' = msgs \cup {m}

-----------------------------------------------------------------------------
Init ==
    /\ msgs = {}
    /\ currentTerm = [i \in Server |-> 0]
    /\ votedFor = [i \in Server |-> Nil]
    /\ log = [i \in Server |-> <<>>]
    /\ role = [i \in Server |-> "Follower"]
    /\ commitIndex = [i \in Server |-> 0]

\* Server i times out, starts a new term and votes for itself.
Timeout(i) ==
    /\ role[i] # "Leader"
    /\ currentTerm[i] < MaxTerm
    /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
    /\ votedFor' = [votedFor EXCEPT ![i] = i]
    /\ role' = [role EXCEPT ![i] = "Candidate"]
    /\ Send([kind |-> "RequestVote", term |-> currentTerm[i] + 1, source |-> i,
             lastTerm |-> LastTerm(log[i]), lastIndex |-> Len(log[i])])
    /\ UNCHANGED <<log, commitIndex>>

\* Server i votes for the sender of m, in m's term.
Vote(i, m) ==
    /\ m.kind = "RequestVote"
    /\ m.source # i
    /\ \/ m.term > currentTerm[i]
       \/ m.term = currentTerm[i] /\ votedFor[i] = Nil
    /\ UpToDate(m.lastTerm, m.lastIndex, log[i])
    /\ currentTerm' = [currentTerm EXCEPT ![i] = m.term]
    /\ votedFor' = [votedFor EXCEPT ![i] = m.source]
    /\ role' = [role EXCEPT ![i] = "Follower"]
    /\ Send([kind |-> "Vote", term |-> m.term, source |-> i, candidate |-> m.source])
    /\ UNCHANGED <<log, commitIndex>>

\* Candidate i has the votes of a quorum, its own included.
BecomeLeader(i) ==
    /\ role[i] = "Candidate"
    /\ \E Q \in Quorum :
        /\ i \in Q
        /\ \A j \in Q \ {i} : \E m \in msgs :
            /\ m.kind = "Vote" /\ m.source = j
            /\ m.term = currentTerm[i] /\ m.candidate = i
    /\ role' = [role EXCEPT ![i] = "Leader"]
    /\ UNCHANGED <<msgs, currentTerm, votedFor, log, commitIndex>>

\* Leader i takes up a client's value.
ClientRequest(i, v) ==
    /\ role[i] = "Leader"
    /\ Len(log[i]) < MaxLog
    /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], value |-> v])]
    /\ UNCHANGED <<msgs, currentTerm, votedFor, role, commitIndex>>

\* Leader i sends the entry at index k of its log; sending the last one again tells how far it has committed.
AppendEntries(i, k) ==
    /\ role[i] = "Leader"
    /\ Send([kind |-> "AppendEntries", term |-> currentTerm[i], source |-> i,
             prevIndex |-> k - 1, prevTerm |-> TermAt(log[i], k - 1),
             entry |-> log[i][k], commit |-> Min(commitIndex[i], k)])
    /\ UNCHANGED <<currentTerm, votedFor, log, role, commitIndex>>

\* Server i makes its log agree with m's entries and acknowledges them.
Acknowledge(i, m) ==
    LET last == m.prevIndex + 1
        agrees == Len(log[i]) >= last /\ log[i][last].term = m.entry.term
    IN
    /\ m.kind = "AppendEntries"
    /\ m.source # i
    /\ m.term >= currentTerm[i]
    /\ m.prevIndex <= Len(log[i])
    /\ TermAt(log[i], m.prevIndex) = m.prevTerm
    /\ currentTerm' = [currentTerm EXCEPT ![i] = m.term]
    /\ votedFor' = IF m.term > currentTerm[i] THEN [votedFor EXCEPT ![i] = Nil] ELSE votedFor
    /\ role' = [role EXCEPT ![i] = "Follower"]
    /\ log' = IF agrees THEN log
              ELSE [log EXCEPT ![i] = Append(SubSeq(@, 1, m.prevIndex), m.entry)]
    /\ commitIndex' = [commitIndex EXCEPT ![i] = Max(@, m.commit)]
    /\ Send([kind |-> "Ack", term |-> m.term, source |-> i, match |-> last])

\* Leader i commits up to n: a quorum has acknowledged n, and the entry is of i's own term.
AdvanceCommit(i, n) ==
    /\ role[i] = "Leader"
    /\ n > commitIndex[i]
    /\ log[i][n].term = currentTerm[i]
    /\ \E Q \in Quorum :
        /\ i \in Q
        /\ \A j \in Q \ {i} : \E m \in msgs :
            /\ m.kind = "Ack" /\ m.source = j
            /\ m.term = currentTerm[i] /\ m.match >= n
    /\ commitIndex' = [commitIndex EXCEPT ![i] = n]
    /\ UNCHANGED <<msgs, currentTerm, votedFor, log, role>>

\* Server i crashes and comes back: what is volatile is lost.
Restart(i) ==
    /\ role' = [role EXCEPT ![i] = "Follower"]
    /\ commitIndex' = [commitIndex EXCEPT ![i] = 0]
    /\ UNCHANGED <<msgs, currentTerm, votedFor, log>>

Next == \E i \in Server :
    \/ Timeout(i)
    \/ BecomeLeader(i)
    \/ \E v \in Value : ClientRequest(i, v)
    \/ \E k \in 1 .. Len(log[i]) : AppendEntries(i, k)
    \/ \E n \in 1 .. Len(log[i]) : AdvanceCommit(i, n)
    \/ \E m \in msgs : Vote(i, m) \/ Acknowledge(i, m)
    \/ Restart(i)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
TypeOK ==
    /\ currentTerm \in [Server -> Nat]
    /\ votedFor \in [Server -> Server \cup {Nil}]
    /\ role \in [Server -> {"Follower", "Candidate", "Leader"}]
    /\ \A i \in Server : commitIndex[i] \in 0 .. Len(log[i])

\* At most one leader in a term.
ElectionSafety == \A i, j \in Server :
    role[i] = "Leader" /\ role[j] = "Leader" /\ currentTerm[i] = currentTerm[j] => i = j

\* Two logs that agree on the term at an index agree up to it.
LogMatching == \A i, j \in Server : \A k \in 1 .. Min(Len(log[i]), Len(log[j])) :
    log[i][k].term = log[j][k].term => SubSeq(log[i], 1, k) = SubSeq(log[j], 1, k)

Decided(i) == SubSeq(log[i], 1, commitIndex[i])

\* What a server knows to be committed is in the log of every leader of a later term.
LeaderCompleteness == \A i, j \in Server :
    role[j] = "Leader" /\ currentTerm[j] > currentTerm[i] =>
        /\ Len(log[j]) >= commitIndex[i]
        /\ SubSeq(log[j], 1, commitIndex[i]) = Decided(i)

\* No two servers decide differently.
StateMachineSafety == \A i, j \in Server :
    \A k \in 1 .. Min(commitIndex[i], commitIndex[j]) : log[i][k] = log[j][k]
=============================================================================
