----------------------- MODULE FiniteSetTheorems_proofs ------------------------
(* What FiniteSetTheorems states, and a lemma; the proofs are not here. *)
EXTENDS FiniteSetTheorems, Sequences, FunctionTheorems, TLAPS

LEMMA TwoExpLemma ==
  ASSUME NEW n \in Nat
  PROVE  2 ^ (n + 1) = 2 * 2 ^ n /\ 1 = 2 ^ 0
================================================================================
