------------------------------- MODULE Quorum ------------------------------
(* The quorum systems on S: sets of subsets of S that are not empty, whose *)
(* members meet pairwise, and that have with a set all greater ones.       *)
QuorumSystem(S) ==
  {QS \in (SUBSET SUBSET S) \ {{}} :
     \A Q \in QS : /\ \A R \in QS : \E s \in S : s \in Q /\ s \in R
                   /\ \A T \in SUBSET S : Q \subseteq T => T \in QS}
=============================================================================
