------------------------------- MODULE Folds -------------------------------
(* One general fold over the subsets of a finite set.                      *)

(* `base` for the empty set; otherwise take x = choose(S), fold the rest   *)
(* of S, and give op(f(x), rest). The result depends on the order in which *)
(* `choose` takes elements, unless op is associative and commutative.      *)
MapThenFoldSet(op(_, _), base, f(_), choose(_), S) ==
  LET fold[T \in SUBSET S] ==
        LET x == choose(T)
        IN  IF T # {} THEN op(f(x), fold[T \ {x}]) ELSE base
  IN  fold[S]
=============================================================================
