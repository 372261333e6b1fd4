------------------------------ MODULE RaftModel ------------------------------
\* Bounds and properties for raft.tla, which is read beside it (see README.md).
EXTENDS raft

CONSTANTS MaxTerm, MaxLen, MaxMessages

\* The next-state relation again, in which terms and logs end.
Bounded ==
  /\ \/ \E i \in Server : Restart(i)
     \/ \E i \in Server : currentTerm[i] < MaxTerm /\ Timeout(i)
     \/ \E i, j \in Server : RequestVote(i, j)
     \/ \E i \in Server : BecomeLeader(i)
     \/ \E i \in Server, v \in Value : Len(log[i]) < MaxLen /\ ClientRequest(i, v)
     \/ \E i \in Server : AdvanceCommitIndex(i)
     \/ \E i, j \in Server : AppendEntries(i, j)
     \/ \E m \in DOMAIN messages : Receive(m)
     \/ \E m \in DOMAIN messages : DuplicateMessage(m)
     \/ \E m \in DOMAIN messages : DropMessage(m)
  /\ allLogs' = allLogs \cup {log[i] : i \in Server}

\* As the text has it, of messages under way; of a hybrid, of messages ever sent.
Few == Cardinality(DOMAIN messages) <= MaxMessages

OneLeader ==
  \A i, j \in Server :
    state[i] = Leader /\ state[j] = Leader /\ currentTerm[i] = currentTerm[j] => i = j

Agreement ==
  \A i, j \in Server :
    \A k \in 1 .. Min({commitIndex[i], commitIndex[j], Len(log[i]), Len(log[j])}) : log[i][k] = log[j][k]
==============================================================================
