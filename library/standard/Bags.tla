--------------------------------- MODULE Bags ----------------------------------
(*
 Bags (multisets): functions to the positive numbers; an element of the domain
 is in the bag as often as its value says. All can be evaluated as it stands;
 only SubBag grows with the number of bags it gives.
*)
EXTENDS TLC
LOCAL INSTANCE Naturals

IsABag(B) == B \in [DOMAIN B -> Nat \ {0}]

BagToSet(B) == DOMAIN B
SetToBag(S) == [x \in S |-> 1]
BagIn(e, B) == e \in DOMAIN B
EmptyBag == SetToBag({})

(* How often e is in B, 0 included. *)
CopiesIn(e, B) == IF e \notin DOMAIN B THEN 0 ELSE B[e]

(* Copies are added up; or taken away, down to none. *)
A (+) B ==
  [x \in DOMAIN A \cup DOMAIN B |-> CopiesIn(x, A) + CopiesIn(x, B)]
A (-) B ==
  [x \in {y \in DOMAIN A : A[y] > CopiesIn(y, B)} |-> A[x] - CopiesIn(x, B)]

(* No element is in A more often than in B. *)
A \sqsubseteq B ==
  DOMAIN A \subseteq DOMAIN B /\ \A x \in DOMAIN A : A[x] \leq B[x]

(* The sum of n[x] over the finite set S. *)
LOCAL SumOver(S, n) ==
  LET Sum[T \in SUBSET S] ==
        IF T = {}
        THEN 0
        ELSE LET x == CHOOSE y \in T : TRUE
             IN  n[x] + Sum[T \ {x}]
  IN  Sum[S]

(* Number of copies of all elements; the bag is finite. *)
BagCardinality(B) == SumOver(DOMAIN B, B)

(* All bags of a set of bags, added up. *)
BagUnion(S) ==
  [x \in UNION {DOMAIN B : B \in S} |->
    SumOver(S, [B \in S |-> CopiesIn(x, B)])]

(* One copy of F(x) for each copy of x. *)
BagOfAll(F(_), B) ==
  [y \in {F(x) : x \in DOMAIN B} |->
    LET from == {x \in DOMAIN B : F(x) = y}
    IN  SumOver(from, B)]

(* All A with A \sqsubseteq B: for each set of elements, their numbers, bounded. *)
SubBag(B) ==
  LET most == UNION {1 .. B[x] : x \in DOMAIN B}
      With(S) == {A \in [S -> most] : \A x \in S : A[x] \leq B[x]}
  IN  UNION {With(S) : S \in SUBSET DOMAIN B}
================================================================================
