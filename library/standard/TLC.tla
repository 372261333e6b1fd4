---------------------------------- MODULE TLC ----------------------------------
(*
 What TLC brings along: printing, its registers, small functions, permutations.

 Engines must have natively what acts or looks beyond the expression: Print,
 PrintT, Assert (it stops the evaluation), JavaTime, TLCGet, TLCSet,
 RandomElement, Any (which has every value as a member), ToString, TLCEval.
 Their definitions here say what is known of the value, no more; as in the
 official module, those of TLCGet and TLCSet mention no parameter.
 The others can be evaluated as they stand.
*)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

(* The second argument; the first is printed with it. *)
Print(out, val) == val
PrintT(out) == TRUE

(* TRUE, or the end of the run, with a message. *)
Assert(val, out) == IF val = TRUE THEN TRUE ELSE CHOOSE v : v = v

(* The clock, in milliseconds. *)
JavaTime == CHOOSE n \in Nat : TRUE

(* Registers, by number, and facts of the run, by name ("level", ...). *)
TLCGet(i) == CHOOSE v : v = v
TLCSet(i, v) == TRUE
--------------------------------------------------------------------------------
(* The function of one argument; and a union of functions, where f wins. *)
d :> e == [x \in {d} |-> e]
f @@ g ==
  [x \in DOMAIN g \cup DOMAIN f |-> IF x \notin DOMAIN f THEN g[x] ELSE f[x]]

(* The bijections of S with itself; S is finite. *)
Permutations(S) == {p \in [S -> S] : S = {p[x] : x \in S}}

(* A reordering of s in which every two neighbours stand as Op wants. *)
SortSeq(s, Op(_, _)) ==
  LET InOrder(i, j) == s[i] = s[j] \/ Op(s[i], s[j])
      order == CHOOSE p \in Permutations(1 .. Len(s)) :
                 \A j \in 1 .. Len(s) : \A i \in 1 .. (j - 1) : InOrder(p[i], p[j])
  IN  [i \in 1 .. Len(s) |-> s[order[i]]]
--------------------------------------------------------------------------------
(* An element of s, another one each time. *)
RandomElement(s) == CHOOSE x \in s : TRUE

(* A set that has every value in it, as far as TLC is asked. *)
Any == CHOOSE everything : TRUE

(* The value, written in TLA+. *)
ToString(v) == (CHOOSE writing \in [{v} -> STRING] : TRUE)[v]

(* The value itself, evaluated at once. *)
TLCEval(v) == v
================================================================================
