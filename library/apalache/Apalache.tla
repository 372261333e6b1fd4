---------------------------- MODULE Apalache ----------------------------
(***************************************************************************)
(* The operators by which specifications speak to the symbolic model       *)
(* checker Apalache, in definitions of our own. To an explicit-state       *)
(* checker most are plain: an assignment is an equality, a hint is the     *)
(* expression itself. Gen(n) stands for any value of at most n elements    *)
(* and cannot be evaluated.                                                *)
(***************************************************************************)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences

x := e == x = e

Skolem(e) == e
Expand(S) == S
ConstCardinality(e) == e

Gen(n) == CHOOSE value : n = n
Guess(S) == CHOOSE x \in S : TRUE

MkSeq(n, Item(_)) == [i \in 1 .. n |-> Item(i)]
FunAsSeq(f, len, capacity) == [i \in 1 .. len |-> f[i]]

SetAsFun(pairs) ==
  [x \in {p[1] : p \in pairs} |-> (CHOOSE p \in pairs : p[1] = x)[2]]

RECURSIVE ApaFoldSet(_, _, _)
ApaFoldSet(Op(_, _), start, S) ==
  IF S = {} THEN start
  ELSE LET chosen == CHOOSE s \in S : TRUE
       IN ApaFoldSet(Op, Op(start, chosen), S \ {chosen})

RECURSIVE ApaFoldSeqLeft(_, _, _)
ApaFoldSeqLeft(Op(_, _), start, seq) ==
  IF seq = <<>> THEN start
  ELSE ApaFoldSeqLeft(Op, Op(start, Head(seq)), Tail(seq))

RECURSIVE Repeat(_, _, _)
Repeat(Step(_, _), n, start) ==
  IF n = 0 THEN start ELSE Step(Repeat(Step, n - 1, start), n)
==========================================================================
