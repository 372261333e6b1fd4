--------------------------------- MODULE TLAPS ---------------------------------
(*
 The names by which a proof calls a prover, and two facts about sets. To a
 prover each name is an instruction; to everything else it is TRUE.
 X is a time in seconds (or a tactic for IsaM, and the first of IsaMT).
*)

(* SMT solvers *)
SMT == TRUE
SMTT(X) == TRUE
SimpleArithmetic == TRUE
CVC3 == TRUE
CVC3T(X) == TRUE
CVC4 == TRUE
CVC4T(X) == TRUE
Yices == TRUE
YicesT(X) == TRUE
veriT == TRUE
veriTT(X) == TRUE
Z3 == TRUE
Z3T(X) == TRUE

(* First-order provers *)
Zipper == TRUE
ZipperT(X) == TRUE
Spass == TRUE
SpassT(X) == TRUE
Zenon == TRUE
ZenonT(X) == TRUE
SlowZenon == TRUE
SlowerZenon == TRUE
VerySlowZenon == TRUE
SlowestZenon == TRUE

(* Temporal logic *)
LS4 == TRUE
LS4T(X) == TRUE
PTL == TRUE

(* Isabelle, and its tactics by name *)
Isa == TRUE
IsaT(X) == TRUE
IsaM(X) == TRUE
IsaMT(X, Y) == TRUE
IsaWithSetExtensionality == TRUE
Auto == TRUE
SlowAuto == TRUE
SlowerAuto == TRUE
SlowestAuto == TRUE
Force == TRUE
SlowForce == TRUE
SlowerForce == TRUE
SlowestForce == TRUE
SimplifyAndSolve == TRUE
SlowSimplifyAndSolve == TRUE
SlowerSimplifyAndSolve == TRUE
SlowestSimplifyAndSolve == TRUE
Simplification == TRUE
SlowSimplification == TRUE
SlowerSimplification == TRUE
SlowestSimplification == TRUE
Blast == TRUE
SlowBlast == TRUE
SlowerBlast == TRUE
SlowestBlast == TRUE
AutoBlast == TRUE

(* Several provers, one after the other *)
AllProvers == TRUE
AllProversT(X) == TRUE
AllSMT == TRUE
AllSMTT(X) == TRUE
AllIsa == TRUE
AllIsaT(X) == TRUE

(* How ENABLED and \cdot are treated *)
ExpandENABLED == TRUE
ExpandCdot == TRUE
AutoUSE == TRUE
Lambdify == TRUE
ENABLEDaxioms == TRUE
LevelComparison == TRUE
EnabledWrapper(Op(_)) == FALSE
CdotWrapper(Op(_)) == FALSE
Trivial == TRUE
--------------------------------------------------------------------------------
(* Sets with the same elements are equal; none has all values. *)
THEOREM SetExtensionality == \A S, T : (\A e : e \in T <=> e \in S) => S = T
THEOREM NoSetContainsEverything == \A S : ~ \A e : e \in S
================================================================================
