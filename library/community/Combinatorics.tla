--------------------------- MODULE Combinatorics ---------------------------
(* Factorials and binomial coefficients.                                   *)
EXTENDS Naturals

factorial[n \in Nat] == IF n > 0 THEN factorial[n - 1] * n ELSE 1

(* In how many ways k of n things can be taken. Rows of Pascal's triangle, *)
(* as far as they are needed: nothing on the way is larger than the result. *)
choose(n, k) ==
  LET m == IF 2 * k > n THEN n - k ELSE k
      RECURSIVE row(_, _)
      row(i, r) ==
        IF i = n THEN r ELSE row(i + 1, [j \in 0..m |-> IF j = 0 THEN 1 ELSE r[j - 1] + r[j]])
  IN IF k > n THEN 0 ELSE row(0, [j \in 0..m |-> IF j = 0 THEN 1 ELSE 0])[m]
=============================================================================
