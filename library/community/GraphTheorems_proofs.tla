----------------------- MODULE GraphTheorems_proofs -----------------------
(* The theorems of GraphTheorems, of which this module would hold the proofs.
   They are not repeated here, and nothing is proved.                      *)
EXTENDS GraphTheorems, Integers, FunctionTheorems, FiniteSetTheorems, SequencesExtTheorems,
        FiniteSetsExt, FiniteSetsExtTheorems, TLAPS
=============================================================================
