------------------------------ MODULE PaxosModel ------------------------------
\* Bounds and properties for Paxos.tla, which is read beside it (see README.md).
EXTENDS Paxos

CONSTANT MaxBallot

Ballots == 0 .. MaxBallot

\* What two acceptors have accepted in one ballot is one value.
Voted == \A a, c \in Acceptor : maxVBal[a] = maxVBal[c] => maxVal[a] = maxVal[c]
===============================================================================
