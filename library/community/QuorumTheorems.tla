--------------------------- MODULE QuorumTheorems --------------------------
(* What holds of quorum systems. Statements only.                          *)
EXTENDS Quorum, Integers, FiniteSets

THEOREM QuorumsIntersect ==
  ASSUME NEW S, NEW QS \in QuorumSystem(S), NEW Q \in QS, NEW R \in QS
  PROVE  \E s \in S : s \in Q /\ s \in R

THEOREM QuorumSuperset ==
  ASSUME NEW S, NEW QS \in QuorumSystem(S), NEW Q \in QS, NEW T \in SUBSET S, Q \subseteq T
  PROVE  T \in QS

THEOREM MajoritiesQuorumSystem ==
  ASSUME NEW S, S # {}, IsFiniteSet(S)
  PROVE  {Q \in SUBSET S : Cardinality(S) < 2 * Cardinality(Q)} \in QuorumSystem(S)
=============================================================================
