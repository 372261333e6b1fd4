------------------------------ MODULE BagsTheorems -----------------------------
(*
 Facts of bags. TLAPS brings a module Bags of its own that extends TLAPS,
 FiniteSetTheorems and SequenceTheorems, too, and lacks CopiesIn, which its
 BagsTheorems adds. Here Bags is the standard module, and they are extended
 here: who extends BagsTheorems sees the same names.
*)
EXTENDS Bags, TLAPS, FiniteSetTheorems, SequenceTheorems
LOCAL INSTANCE Naturals

(* n copies for each copy in B. *)
Scaling(n, B) == IF n \leq 0 THEN EmptyBag ELSE [e \in DOMAIN B |-> B[e] * n]

(* As many copies as the sequence has. *)
SeqToBag(seq) ==
  [e \in Range(seq) |-> Cardinality({k \in DOMAIN seq : e = seq[k]})]
--------------------------------------------------------------------------------
(* Inclusion is a partial order. *)
THEOREM Bags_SqsubsetPO_Reflexivity ==
  ASSUME NEW B, IsABag(B)
  PROVE  B \sqsubseteq B

THEOREM Bags_SqsubseteqPO_AntiSymmetry ==
  ASSUME NEW A, NEW B, IsABag(B), IsABag(A), B \sqsubseteq A, A \sqsubseteq B
  PROVE  B = A

THEOREM Bags_SqsubseteqPO_Transitivity ==
  ASSUME NEW A, NEW B, NEW C, IsABag(C), IsABag(B), IsABag(A),
         B \sqsubseteq C, A \sqsubseteq B
  PROVE  A \sqsubseteq C

THEOREM Bags_EmptyBag ==
  ASSUME NEW B, IsABag(B)
  PROVE  /\ IsABag(EmptyBag) /\ EmptyBag \sqsubseteq B /\ BagToSet(EmptyBag) = {}
         /\ BagToSet(B) = {} <=> B = EmptyBag
         /\ ~ \E e : BagIn(e, EmptyBag)

THEOREM Bags_Scaling ==
  ASSUME NEW B, IsABag(B), NEW n \in Nat, NEW m \in Nat
  PROVE  /\ IsABag(Scaling(n, B)) /\ Scaling(n, EmptyBag) = EmptyBag
         /\ Scaling(0, B) = EmptyBag /\ Scaling(1, B) = B
         /\ Scaling(n, Scaling(m, B)) = Scaling(n * m, B)
         /\ n # 0 => BagToSet(Scaling(n, B)) = BagToSet(B)
--------------------------------------------------------------------------------
(* Sets as bags. *)
THEOREM Bags_Inverse ==
  ASSUME NEW S
  PROVE  S = BagToSet(SetToBag(S))

THEOREM Bags_Inverse1 ==
  ASSUME NEW B, IsABag(B)
  PROVE  SetToBag(DOMAIN B) \sqsubseteq B

THEOREM Bags_SetToBagEquality ==
  ASSUME NEW A, NEW B
  PROVE  SetToBag(A) = SetToBag(B) <=> A = B

THEOREM Bags_SetToBagIsABag ==
  ASSUME NEW S
  PROVE  IsABag(SetToBag(S))
--------------------------------------------------------------------------------
(* Sum and difference. *)
THEOREM Bags_Union ==
  ASSUME NEW B1, NEW B2, IsABag(B2), IsABag(B1)
  PROVE  /\ IsABag(B1 (+) B2) /\ BagToSet(B1 (+) B2) = BagToSet(B1) \cup BagToSet(B2)
         /\ \A e : CopiesIn(e, B1) + CopiesIn(e, B2) = CopiesIn(e, B1 (+) B2)

THEOREM Bags_Difference ==
  ASSUME NEW B1, NEW B2, IsABag(B2), IsABag(B1)
  PROVE  LET rest == B1 (-) B2
         IN  /\ IsABag(rest)
             /\ BagToSet(rest) = {e \in BagToSet(B1) : CopiesIn(e, B2) < B1[e]}
             /\ \A e \in BagToSet(rest) : rest[e] = B1[e] - CopiesIn(e, B2)

THEOREM Bags_UnionCommutative ==
  ASSUME NEW B1, NEW B2, IsABag(B2), IsABag(B1)
  PROVE  B2 (+) B1 = B1 (+) B2

THEOREM Bags_UnionAssociative ==
  ASSUME NEW B1, NEW B2, NEW B3, IsABag(B3), IsABag(B2), IsABag(B1)
  PROVE  B1 (+) (B2 (+) B3) = (B1 (+) B2) (+) B3

THEOREM Bags_UnionSqSubset ==
  ASSUME NEW B1, NEW B2, IsABag(B2), IsABag(B1)
  PROVE  B1 \sqsubseteq (B1 (+) B2)

THEOREM Bags_ScalingMonotonic ==
  ASSUME NEW B, IsABag(B), NEW n \in Nat, NEW m \in Nat, n \geq m
  PROVE  Scaling(m, B) \sqsubseteq Scaling(n, B)

THEOREM Bags_DifferenceSqsubset ==
  ASSUME NEW A, NEW B, IsABag(B), IsABag(A)
  PROVE  (A (-) B) \sqsubseteq A

THEOREM Bags_EmptyBagOperations ==
  ASSUME NEW B, IsABag(B)
  PROVE  {B (+) EmptyBag, B (-) EmptyBag} = {B}
--------------------------------------------------------------------------------
(* Copies. *)
THEOREM Bags_CopiesInBagsInMonotone ==
  ASSUME NEW B1, NEW B2, NEW e, IsABag(B2), IsABag(B1), B1 \sqsubseteq B2
  PROVE  CopiesIn(e, B2) \geq CopiesIn(e, B1) /\ (BagIn(e, B1) => BagIn(e, B2))

THEOREM Bags_CopiesInScaling ==
  ASSUME NEW B, IsABag(B), NEW n \in Nat, NEW e
  PROVE  CopiesIn(e, B) * n = CopiesIn(e, Scaling(n, B))

THEOREM Bags_CopiesInSetToBag ==
  ASSUME NEW B, NEW e
  PROVE  CopiesIn(e, SetToBag(B)) = IF e \notin B THEN 0 ELSE 1

THEOREM Bags_IsABagSeqToBag ==
  ASSUME NEW S, NEW seq \in Seq(S)
  PROVE  IsABag(SeqToBag(seq))
================================================================================
