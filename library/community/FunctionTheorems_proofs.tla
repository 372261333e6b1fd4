----------------------- MODULE FunctionTheorems_proofs -----------------------
(* The theorems of FunctionTheorems, of which this module would hold the proofs.
   They are not repeated here, and nothing is proved.                      *)
EXTENDS FunctionTheorems, NaturalsInduction, WellFoundedInduction, FiniteSetTheorems,
        FoldsTheorems, TLAPS

(* Addition of integers is associative and commutative, 0 its neutral element. *)
LEMMA IntegersAC ==
  /\ 0 \in Int /\ (\A k \in Int : k = 0 + k)
  /\ \A k, m \in Int : m + k \in Int
  /\ \A k, m \in Int : m + k = k + m
  /\ \A k, m, n \in Int : (k + m) + n = k + (m + n)
=============================================================================
