--------------------------- MODULE FiniteSetsExt ---------------------------
(* Folds, sums, extrema and choices over finite sets.                      *)
EXTENDS Integers, FiniteSets, Folds, Functions

(* op(xn, ... op(x2, op(x1, base))) over the elements, in the order of CHOOSE. *)
FoldSet(op(_, _), base, set) ==
  LET RECURSIVE Rest(_, _)
      Rest(T, acc) == IF T = {} THEN acc
                      ELSE LET x == CHOOSE x \in T : TRUE
                           IN  Rest(T \ {x}, op(x, acc))
  IN  Rest(set, base)

SumSet(set) == LET Plus(m, n) == m + n IN FoldSet(Plus, 0, set)
ProductSet(set) == LET Times(m, n) == m * n IN FoldSet(Times, 1, set)

(* FoldSet with its arguments in another order.                            *)
ReduceSet(op(_, _), set, acc) == FoldSet(op, acc, set)

(* The sum of op(x) over all x of the set.                                 *)
MapThenSumSet(op(_), set) ==
  LET Plus(m, n) == m + n
      Pick(T) == CHOOSE x \in T : TRUE
  IN  MapThenFoldSet(Plus, 0, op, Pick, set)

FlattenSet(S) == UNION S

(* What is in exactly one of A and B.                                      *)
SymDiff(A, B) == (A \cup B) \ (A \cap B)

-----------------------------------------------------------------------------
(* How many elements of S satisfy P.                                       *)
Quantify(S, P(_)) == LET Good == {x \in S : P(x)} IN Cardinality(Good)

(* The subsets of S with k elements.                                       *)
kSubset(k, S) == {T \in SUBSET S : k = Cardinality(T)}

(* The greatest and the least element of a set of numbers.                 *)
Max(S) == CHOOSE m \in S : \A n \in S : n =< m
Min(S) == CHOOSE m \in S : \A n \in S : n >= m

(* All sets made by taking one element of each set in Sets.                *)
Choices(Sets) ==
  LET Chosen == {f \in [Sets -> UNION Sets] : \A T \in DOMAIN f : f[T] \in T}
  IN  {Range(f) : f \in Chosen}

(* The one element of S that satisfies P; arbitrary unless there is one.   *)
ChooseUnique(S, P(_)) ==
  CHOOSE x \in S : /\ P(x)
                   /\ \A y \in S : x # y => ~P(y)
=============================================================================
