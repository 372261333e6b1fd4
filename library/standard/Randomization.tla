---------------------------- MODULE Randomization ------------------------------
(*
 Subsets chosen at random. Engines should have RandomSubset and
 RandomSetOfSubsets natively; the definitions here pick the same set each time.
*)
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets

(* A subset of k elements. *)
RandomSubset(k, S) == CHOOSE T \in SUBSET S : k = Cardinality(T)

(* At most k subsets, each element of S being in one with chance n / Cardinality(S). *)
RandomSetOfSubsets(k, n, S) ==
  CHOOSE sets \in SUBSET SUBSET S : k \geq Cardinality(sets)

(* How many subsets five calls gave. *)
TestRandomSetOfSubsets(k, n, S) ==
  [call \in 1 .. 5 |-> Cardinality(RandomSetOfSubsets(k, n, S))]
================================================================================
