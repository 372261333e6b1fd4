--------------------------------- MODULE TLCExt --------------------------------
(*
 More of TLC. Engines must have all of it natively but AssertEq, TLCNoOp and
 TLCCache; what is defined as a CHOOSE is known to TLC alone.
 Levels are those of the official module: Trace and CounterExample are
 constants to a parser, whatever they show.
*)
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences

(* a = b, and both are printed if they differ. *)
AssertEq(a, b) ==
  a = b \/ (PrintT("AssertEq failed") /\ PrintT(a) /\ PrintT(b) /\ FALSE)

(* What a TLC says that does not have it: it would take the definition for it. *)
LOCAL Does(name) ==
  Assert(FALSE, name \o " is done by Java code that this TLC does not have: set TLA2TOOLS_JAR to a newer one")

(* TRUE if evaluating exp fails with the message err, or does not fail. *)
AssertError(err, exp) ==
  LET failed == CHOOSE b \in BOOLEAN : TRUE
      message == CHOOSE text \in STRING : TRUE
  IN  CASE Does("AssertError") -> failed => Assert(message = err, message)
--------------------------------------------------------------------------------
(* A register, or the default if it was never set. *)
TLCGetOrDefault(key, defaultVal) == CHOOSE v : v = v

(* The old value; the register holds Op(old value, val) afterwards. *)
TLCGetAndSet(key, Op(_, _), val, defaultVal) ==
  LET before == TLCGetOrDefault(key, defaultVal)
  IN  IF TLCSet(key, Op(before, val)) THEN before ELSE before
--------------------------------------------------------------------------------
(* The states up to the present one, as a sequence of records. *)
Trace == CHOOSE states : TRUE

(* In a POSTCONDITION, [state, action]: a graph of the states that break a property. *)
CounterExample == CHOOSE graph : TRUE

(* The same as a sequence of states. *)
ToTrace(CE) == CHOOSE states : TRUE
--------------------------------------------------------------------------------
(* The model value of that name. *)
TLCModelValue(str) == CHOOSE v : str = ToString(v)

(* Evaluates its argument only when a successor state has been chosen. *)
TLCDefer(expression) == Does("TLCDefer")

(* The argument; a place for a breakpoint. *)
TLCNoOp(val) == val

(* As a constraint: asks which successor is to be taken where exp is FALSE. *)
PickSuccessor(exp) == exp \/ CASE Does("PickSuccessor") -> CHOOSE b \in BOOLEAN : TRUE

(* The expression, evaluated once for each closure. *)
TLCCache(expression, closure) == expression

(* TLC's fingerprint of a value, a number of 32 bits. *)
TLCFP(var) == CHOOSE i \in Int : TRUE

(* The value of the definition of that name. *)
TLCEvalDefinition(definitionName) == CHOOSE v : TRUE
================================================================================
