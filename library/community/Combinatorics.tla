--------------------------- MODULE Combinatorics ---------------------------
(* Factorials and binomial coefficients.                                   *)
EXTENDS Naturals

factorial[n \in Nat] == IF n > 0 THEN factorial[n - 1] * n ELSE 1

(* In how many ways k of n things can be taken, 0 =< k =< n.               *)
choose(n, k) == (factorial[n] \div factorial[k]) \div factorial[n - k]
=============================================================================
