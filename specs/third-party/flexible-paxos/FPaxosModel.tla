----------------------------- MODULE FPaxosModel -----------------------------
\* A property for FPaxos.tla, which is read beside it (see README.md).
EXTENDS FPaxos

\* What two acceptors have accepted in one ballot is one value.
Voted == \A a, c \in Acceptor : maxVBal[a] = maxVBal[c] => maxVal[a] = maxVal[c]
==============================================================================
