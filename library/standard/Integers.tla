------------------------------- MODULE Integers -------------------------------
(* The integers. Engines must have Int and the negative sign natively. *)
EXTENDS Naturals

Int == Nat \cup {0 - n : n \in Nat}
-. a == 0 - a
================================================================================
