----------------------- MODULE FiniteSetsExtTheorems_proofs -----------------------
(* The theorems of FiniteSetsExtTheorems, of which this module would hold the proofs.
   They are not repeated here, and nothing is proved.                      *)
EXTENDS FiniteSetsExtTheorems, FiniteSetTheorems, FoldsTheorems, TLAPS
=============================================================================
