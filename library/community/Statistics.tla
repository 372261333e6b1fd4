---------------------------- MODULE Statistics -----------------------------
EXTENDS Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC

(* What TLC says where the Java part of this module is not there: it would *)
(* take for true, or for the value of a definition, what is not done.      *)
LOCAL Does(name) ==
  Assert(FALSE, name \o " is done by Java code that TLC was not given: set COMMUNITY_MODULES_JAR to the path of "
                     \o "the community modules' jar, and TLA2TOOLS_JAR to a TLC of about its age")

(* native: the chi-square test; TRUE when the counted frequencies fit the  *)
(* expected ones at significance level alpha (a string).                   *)
ChiSquare(expected, actual, alpha) == Does("ChiSquare")
=============================================================================
