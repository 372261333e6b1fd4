--------------------------------- MODULE Reals ---------------------------------
(*
 The real numbers. Real is left open, but holds the integers. Engines may
 refuse Real and Infinity, and have a / b only where the quotient is an integer.
*)
EXTENDS Integers

Real == CHOOSE R : Int \subseteq R
a / b == CHOOSE q \in Real : a = q * b
Infinity == CHOOSE top : top \notin Real /\ \A r \in Real : r < top
================================================================================
