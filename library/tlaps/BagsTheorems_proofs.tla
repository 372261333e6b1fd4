-------------------------- MODULE BagsTheorems_proofs --------------------------
(* What BagsTheorems states, and one theorem more; the proofs are not here. *)
EXTENDS BagsTheorems

THEOREM BagEquality ==
  ASSUME NEW B1, NEW B2, IsABag(B2), IsABag(B1), \A e : CopiesIn(e, B2) = CopiesIn(e, B1)
  PROVE  B2 = B1
================================================================================
