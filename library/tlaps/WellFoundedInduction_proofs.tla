---------------------- MODULE WellFoundedInduction_proofs ----------------------
(* What WellFoundedInduction states; the proofs are not here. *)
EXTENDS WellFoundedInduction, TLAPS
================================================================================
