----------------------- MODULE QuorumTheorems_proofs -----------------------
(* The theorems of QuorumTheorems, of which this module would hold the proofs.
   They are not repeated here, and nothing is proved.                      *)
EXTENDS QuorumTheorems, FiniteSetTheorems, FiniteSetsExtTheorems
=============================================================================
