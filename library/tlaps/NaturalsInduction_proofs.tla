----------------------- MODULE NaturalsInduction_proofs ------------------------
(* What NaturalsInduction states; the proofs are not here. *)
EXTENDS NaturalsInduction, TLAPS
================================================================================
