--------------------------- MODULE Combinatorics ---------------------------
(* Factorials and binomial coefficients.                                   *)
EXTENDS Naturals
LOCAL INSTANCE Sequences

factorial[n \in Nat] == IF n > 0 THEN factorial[n - 1] * n ELSE 1

(* In how many ways k of n things can be taken. Rows of Pascal's triangle, *)
(* as far as they are needed: nothing on the way is larger than the result. *)
choose(n, k) ==
  LET m == IF 2 * k > n THEN n - k ELSE k
      RECURSIVE next(_, _), row(_, _)
      next(r, s) ==
        IF Len(s) > m THEN s
        ELSE next(r, Append(s, IF s = <<>> THEN 1 ELSE r[Len(s)] + r[Len(s) + 1]))
      row(i, r) == IF i = n THEN r ELSE row(i + 1, next(r, <<>>))
  IN IF k > n THEN 0 ELSE row(0, [j \in 1..m + 1 |-> IF j = 1 THEN 1 ELSE 0])[m + 1]
=============================================================================
