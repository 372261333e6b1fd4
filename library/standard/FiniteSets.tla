------------------------------ MODULE FiniteSets -------------------------------
(*
 Finite sets and how many elements they have. Engines must have IsFiniteSet
 natively (its definition speaks of functions from every 1 .. n), and should
 have Cardinality, which is exponential as it stands.
*)
LOCAL INSTANCE Naturals

(* Some list of n members leaves out none. *)
IsFiniteSet(S) ==
  \E n \in Nat : \E list \in [1 .. n -> S] :
    \A x \in S : \E i \in 1 .. n : list[i] = x

(* For finite sets only. *)
Cardinality(S) ==
  LET Size[T \in SUBSET S] ==
        IF \E x \in T : TRUE
        THEN Size[T \ {CHOOSE x \in T : TRUE}] + 1
        ELSE 0
  IN  Size[S]
================================================================================
