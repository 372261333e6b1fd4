----------------------- MODULE SequencesExtTheorems_proofs -----------------------
(* The theorems of SequencesExtTheorems, of which this module would hold the proofs.
   They are not repeated here, and nothing is proved.                      *)
EXTENDS SequencesExtTheorems, FiniteSetsExt, SequenceTheorems, NaturalsInduction,
        FiniteSetTheorems, FiniteSetsExtTheorems, FoldsTheorems, TLAPS
=============================================================================
