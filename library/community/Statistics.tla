---------------------------- MODULE Statistics -----------------------------
EXTENDS Naturals

(* native: the chi-square test; TRUE when the counted frequencies fit the  *)
(* expected ones at significance level alpha (a string).                   *)
ChiSquare(expected, actual, alpha) == TRUE
=============================================================================
