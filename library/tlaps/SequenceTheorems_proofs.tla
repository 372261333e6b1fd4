------------------------ MODULE SequenceTheorems_proofs ------------------------
(* What SequenceTheorems states; the proofs are not here. *)
EXTENDS SequenceTheorems
================================================================================
