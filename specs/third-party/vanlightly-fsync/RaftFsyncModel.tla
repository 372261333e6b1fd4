---------------------------- MODULE RaftFsyncModel ----------------------------
\* Bounds and properties for RaftFsync.tla, which is read beside it (see README.md).
EXTENDS RaftFsync

CONSTANTS MaxTerm, MaxLen, MaxMessages

\* The text's own budgets are the environment's: what nodes and messages show bounds the hybrid.
Bound ==
  /\ \A i \in Server : currentTerm[i] <= MaxTerm /\ Len(log[i]) <= MaxLen
  /\ Cardinality(DOMAIN messages) <= MaxMessages

OneLeader ==
  \A i, j \in Server :
    state[i] = Leader /\ state[j] = Leader /\ currentTerm[i] = currentTerm[j] => i = j

Agreement ==
  \A i, j \in Server :
    \A k \in 1 .. Min({commitIndex[i], commitIndex[j], Len(log[i]), Len(log[j])}) : log[i][k] = log[j][k]
===============================================================================
