--------------------------- MODULE FiniteSetTheorems ---------------------------
(* Facts of finite sets and their cardinality. *)
EXTENDS FiniteSets, Integers, Functions, WellFoundedInduction

(* Counting: finite are the images of 1 .. n. *)
LEMMA FS_NatSurjection ==
  ASSUME NEW S
  PROVE  (\E n \in Nat : ExistsSurjection(1 .. n, S)) <=> IsFiniteSet(S)

LEMMA FS_NatBijection ==
  ASSUME NEW S
  PROVE  (\E n \in Nat : ExistsBijection(1 .. n, S)) <=> IsFiniteSet(S)

LEMMA FS_CountingElements ==
  ASSUME NEW S, NEW n \in Nat, ExistsBijection(1 .. n, S)
  PROVE  n = Cardinality(S)

THEOREM FS_SurjCardinalityBound ==
  ASSUME NEW S, NEW n \in Nat, ExistsSurjection(1 .. n, S)
  PROVE  n \geq Cardinality(S)

THEOREM FS_CardinalityType ==
  ASSUME NEW S, IsFiniteSet(S)
  PROVE  Cardinality(S) \in Nat /\ ExistsBijection(1 .. Cardinality(S), S)
--------------------------------------------------------------------------------
(* Functions between finite sets. *)
THEOREM FS_Bijection ==
  ASSUME NEW S, NEW T, ExistsBijection(S, T), IsFiniteSet(S)
  PROVE  IsFiniteSet(T) /\ Cardinality(S) = Cardinality(T)

THEOREM FS_SameCardinalityBij ==
  ASSUME NEW S, NEW T, IsFiniteSet(T), IsFiniteSet(S), Cardinality(T) = Cardinality(S)
  PROVE  ExistsBijection(S, T)

THEOREM FS_SurjSameCardinalityImpliesInj ==
  ASSUME NEW S, NEW T, IsFiniteSet(S), Cardinality(T) = Cardinality(S),
         NEW f \in Surjection(S, T)
  PROVE  f \in Injection(S, T)

THEOREM FS_Surjection ==
  ASSUME NEW S, NEW T, NEW f \in Surjection(S, T), IsFiniteSet(S)
  PROVE  /\ IsFiniteSet(T)
         /\ Cardinality(S) \geq Cardinality(T)
         /\ f \in Injection(S, T) <=> Cardinality(S) = Cardinality(T)

THEOREM FS_Image ==
  ASSUME NEW S, IsFiniteSet(S), NEW Op(_)
  PROVE  LET image == {Op(e) : e \in S}
         IN  IsFiniteSet(image) /\ Cardinality(S) \geq Cardinality(image)

THEOREM FS_Injection ==
  ASSUME NEW S, NEW T, NEW f \in Injection(S, T), IsFiniteSet(T)
  PROVE  /\ IsFiniteSet(S)
         /\ Cardinality(T) \geq Cardinality(S)
         /\ f \in Surjection(S, T) <=> Cardinality(T) = Cardinality(S)

THEOREM FS_PigeonHole ==
  ASSUME NEW S, IsFiniteSet(S), NEW T, IsFiniteSet(T),
         Cardinality(S) > Cardinality(T), NEW f \in [S -> T]
  PROVE  ~ \A a, b \in S : f[a] = f[b] => a = b
--------------------------------------------------------------------------------
(* How many elements. *)
THEOREM FS_EmptySet ==
  /\ Cardinality({}) = 0 /\ IsFiniteSet({})
  /\ \A S : IsFiniteSet(S) => (S = {} <=> Cardinality(S) = 0)

THEOREM FS_AddElement ==
  ASSUME NEW S, NEW x, IsFiniteSet(S)
  PROVE  /\ IsFiniteSet({x} \cup S)
         /\ Cardinality({x} \cup S) = Cardinality(S) + (IF x \in S THEN 0 ELSE 1)

THEOREM FS_RemoveElement ==
  ASSUME NEW S, NEW x, IsFiniteSet(S)
  PROVE  /\ IsFiniteSet(S \ {x})
         /\ Cardinality(S \ {x}) = Cardinality(S) - (IF x \in S THEN 1 ELSE 0)

THEOREM FS_Singleton ==
  /\ \A e : Cardinality({e}) = 1 /\ IsFiniteSet({e})
  /\ \A S : IsFiniteSet(S) => ((\E e : {e} = S) <=> Cardinality(S) = 1)

THEOREM FS_Subset ==
  ASSUME NEW S, IsFiniteSet(S), NEW T \in SUBSET S
  PROVE  /\ IsFiniteSet(T)
         /\ T = S \/ Cardinality(T) < Cardinality(S)

THEOREM FS_Interval ==
  ASSUME NEW a \in Int, NEW b \in Int
  PROVE  /\ IsFiniteSet(a .. b)
         /\ Cardinality(a .. b) = IF a \leq b THEN b - a + 1 ELSE 0

THEOREM FS_BoundedSetOfNaturals ==
  ASSUME NEW S \in SUBSET Nat, NEW n \in Nat, S \subseteq 0 .. n
  PROVE  IsFiniteSet(S) /\ Cardinality(S) \leq n + 1
--------------------------------------------------------------------------------
(* Induction, one element at a time or by subsets. *)
THEOREM FS_Induction ==
  ASSUME NEW S, IsFiniteSet(S), NEW P(_), P({}),
         \A T \in SUBSET S : \A e \in S \ T : IsFiniteSet(T) /\ P(T) => P({e} \cup T)
  PROVE  P(S)

FiniteSubsetsOf(S) == {part \in SUBSET S : IsFiniteSet(part)}
StrictSubsetOrdering(S) ==
  {pair \in (SUBSET S) \X (SUBSET S) : pair[1] # pair[2] /\ pair[1] \subseteq pair[2]}

LEMMA FS_FiniteSubsetsOfFinite ==
  ASSUME NEW S, IsFiniteSet(S)
  PROVE  SUBSET S = FiniteSubsetsOf(S)

THEOREM FS_StrictSubsetOrderingWellFounded ==
  ASSUME NEW S
  PROVE  IsWellFoundedOn(StrictSubsetOrdering(S), FiniteSubsetsOf(S))

THEOREM FS_WFInduction ==
  ASSUME NEW P(_), NEW S, IsFiniteSet(S),
         \A T \in SUBSET S : (\A part \in SUBSET T : part # T => P(part)) => P(T)
  PROVE  P(S)
--------------------------------------------------------------------------------
(* Operators on sets. *)
THEOREM FS_Union ==
  ASSUME NEW S, IsFiniteSet(S), NEW T, IsFiniteSet(T)
  PROVE  /\ IsFiniteSet(S \cup T)
         /\ Cardinality(S \cup T) + Cardinality(S \cap T) = Cardinality(S) + Cardinality(T)

THEOREM FS_MajoritiesIntersect ==
  ASSUME NEW U, NEW S, NEW T, IsFiniteSet(U), S \in SUBSET U, T \in SUBSET U,
         Cardinality(U) < Cardinality(S) + Cardinality(T)
  PROVE  \E e \in S : e \in T

THEOREM FS_Intersection ==
  ASSUME NEW S, IsFiniteSet(S), NEW T
  PROVE  \A both \in {S \cap T, T \cap S} :
           IsFiniteSet(both) /\ Cardinality(both) \leq Cardinality(S)

THEOREM FS_Difference ==
  ASSUME NEW S, NEW T, IsFiniteSet(S)
  PROVE  /\ IsFiniteSet(S \ T)
         /\ Cardinality(S \ T) + Cardinality(S \cap T) = Cardinality(S)

THEOREM FS_UNION ==
  ASSUME NEW S, IsFiniteSet(S), S \subseteq {T \in S : IsFiniteSet(T)}
  PROVE  IsFiniteSet(UNION S)

THEOREM FS_Product ==
  ASSUME NEW S, IsFiniteSet(S), NEW T, IsFiniteSet(T)
  PROVE  /\ IsFiniteSet(S \X T)
         /\ Cardinality(S) * Cardinality(T) = Cardinality(S \X T)

THEOREM FS_SUBSET ==
  ASSUME NEW S, IsFiniteSet(S)
  PROVE  IsFiniteSet(SUBSET S) /\ 2 ^ Cardinality(S) = Cardinality(SUBSET S)
================================================================================
