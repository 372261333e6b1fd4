----------------------- MODULE FoldsTheorems_proofs -----------------------
(* The theorems of FoldsTheorems, of which this module would hold the proofs.
   They are not repeated here, and nothing is proved.                      *)
EXTENDS FoldsTheorems, TLAPS
LOCAL INSTANCE FiniteSetTheorems
LOCAL INSTANCE FunctionTheorems
LOCAL INSTANCE WellFoundedInduction
=============================================================================
