------------------------------ MODULE BagsExt ------------------------------
(* More operators on bags: functions from elements to their multiplicity,  *)
(* a positive number.                                                      *)
LOCAL INSTANCE Bags
LOCAL INSTANCE Integers
LOCAL INSTANCE Folds

(* B with n more copies of x (n may be negative); none left: x goes.       *)
LOCAL Change(B, x, n) ==
  LET count == n + (IF x \in DOMAIN B THEN B[x] ELSE 0)
      rest == DOMAIN B \ {x}
  IN  [e \in (IF count > 0 THEN rest \cup {x} ELSE rest) |->
         IF e = x THEN count ELSE B[e]]

(* One copy of x more.                                                     *)
BagAdd(B, x) == Change(B, x, 1)

(* One copy of x less; B when it has none.                                 *)
BagRemove(B, x) == IF x \notin DOMAIN B THEN B ELSE Change(B, x, -1)

(* No copy of x left.                                                      *)
BagRemoveAll(B, x) == [e \in {d \in DOMAIN B : d # x} |-> B[e]]

(* Folds op over f(x) for every copy of every x. The copies of one x are   *)
(* folded from `base`, leftmost first, and then the elements; the order of *)
(* the elements is that of an arbitrary CHOOSE (`choose` is not looked at).*)
MapThenFoldBag(op(_, _), base, f(_), choose(_), B) ==
  LET Copies(x) ==
        LET times[n \in Nat] == IF n = 0 THEN base ELSE op(times[n - 1], f(x))
        IN  times[B[x]]
      Pick(T) == CHOOSE x \in T : TRUE
  IN  MapThenFoldSet(op, base, Copies, Pick, DOMAIN B)

FoldBag(op(_, _), base, B) ==
  LET RECURSIVE Copies(_, _, _)
      Copies(x, n, acc) == IF n = 0 THEN acc ELSE Copies(x, n - 1, op(acc, x))
      RECURSIVE Rest(_, _)
      Rest(T, acc) == IF T = {} THEN acc
                      ELSE LET x == CHOOSE x \in T : TRUE
                           IN  Rest(T \ {x}, Copies(x, B[x], acc))
  IN  Rest(DOMAIN B, base)

(* Sum and product of all copies of all elements.                          *)
SumBag(B) == LET Plus(m, n) == m + n IN FoldBag(Plus, 0, B)
ProductBag(B) == LET Times(m, n) == m * n IN FoldBag(Times, 1, B)
=============================================================================
