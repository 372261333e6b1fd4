-------------------------- MODULE WellFoundedInduction -------------------------
(*
 Well-founded relations, induction over them, recursive definitions by them.
 A relation is a set of pairs; <<x, y>> \in R is read as: x is below y.
*)
EXTENDS NaturalsInduction

IsTransitivelyClosedOn(R, S) ==
  \A x, y, z \in S : {<<x, y>>, <<y, z>>} \subseteq R => <<x, z>> \in R

(* No sequence in S goes down forever. *)
IsWellFoundedOn(R, S) ==
  \A f \in [Nat -> S] : \E k \in Nat : <<f[k + 1], f[k]>> \notin R

(* What is below x. *)
SetLessThan(x, R, S) == {below \in S : <<below, x>> \in R}

LOCAL HasMinimum(R, T) == \E x \in T : \A y \in T : <<y, x>> \notin R

LEMMA EmptyIsWellFounded == \A S : IsWellFoundedOn({}, S)

LEMMA IsWellFoundedOnSubset ==
  ASSUME NEW R, NEW S, NEW T \in SUBSET S, IsWellFoundedOn(R, S)
  PROVE  IsWellFoundedOn(R, T)

LEMMA IsWellFoundedOnSubrelation ==
  ASSUME NEW S, NEW R, NEW RR, (S \X S) \cap RR \subseteq R, IsWellFoundedOn(R, S)
  PROVE  IsWellFoundedOn(RR, S)

THEOREM WFMin ==
  ASSUME NEW R, NEW S, IsWellFoundedOn(R, S), NEW T, T # {}, T \subseteq S
  PROVE  HasMinimum(R, T)

THEOREM MinWF ==
  ASSUME NEW R, NEW S, \A T \in SUBSET S \ {{}} : HasMinimum(R, T)
  PROVE  IsWellFoundedOn(R, S)

LEMMA WellFoundedIsIrreflexive ==
  ASSUME NEW R, NEW S, NEW x \in S, IsWellFoundedOn(R, S)
  PROVE  ~(<<x, x>> \in R)

LEMMA WellFoundedIsAsymmetric ==
  ASSUME NEW R, NEW S, NEW x \in S, NEW y \in S, IsWellFoundedOn(R, S),
         <<x, y>> \in R, <<y, x>> \in R
  PROVE  FALSE

LEMMA WFSetLessThanIrreflexive ==
  ASSUME NEW R, NEW S, NEW x \in S, IsWellFoundedOn(R, S)
  PROVE  ~(x \in SetLessThan(x, R, S))

LEMMA SetLessTransitive ==
  ASSUME NEW R, NEW S, NEW x \in S, NEW y \in SetLessThan(x, R, S),
         IsTransitivelyClosedOn(R, S)
  PROVE  \A z \in SetLessThan(y, R, S) : z \in SetLessThan(x, R, S)

THEOREM WFInduction ==
  ASSUME NEW P(_), NEW R, NEW S, IsWellFoundedOn(R, S),
         \A x \in S : (\A below \in SetLessThan(x, R, S) : P(below)) => P(x)
  PROVE  \A x \in S : P(x)
--------------------------------------------------------------------------------
(* At each x, Def asks a function only for its values below x. *)
WFDefOn(R, S, Def(_, _)) ==
  \A x \in S : \A g, h :
    (\A below \in SetLessThan(x, R, S) : h[below] = g[below]) => Def(h, x) = Def(g, x)

WFInductiveDefines(f, S, Def(_, _)) == f = [x \in S |-> Def(f, x)]
OpDefinesFcn(f, S, Def(_, _)) == f = CHOOSE g : WFInductiveDefines(g, S, Def)
WFInductiveUnique(S, Def(_, _)) ==
  \A g, h : WFInductiveDefines(g, S, Def) => (WFInductiveDefines(h, S, Def) => h = g)

THEOREM WFDefOnUnique ==
  ASSUME NEW Def(_, _), NEW R, NEW S, WFDefOn(R, S, Def), IsWellFoundedOn(R, S)
  PROVE  WFInductiveUnique(S, Def)

LEMMA WFInductiveDefLemma ==
  ASSUME NEW Def(_, _), NEW R, NEW S, NEW f, OpDefinesFcn(f, S, Def),
         WFDefOn(R, S, Def), IsWellFoundedOn(R, S), IsTransitivelyClosedOn(R, S)
  PROVE  WFInductiveDefines(f, S, Def)

THEOREM WFInductiveDef ==
  ASSUME NEW Def(_, _), NEW R, NEW S, NEW f, OpDefinesFcn(f, S, Def),
         WFDefOn(R, S, Def), IsWellFoundedOn(R, S)
  PROVE  WFInductiveDefines(f, S, Def)

THEOREM WFInductiveDefType ==
  ASSUME NEW Def(_, _), NEW f, NEW R, NEW S, NEW T, T # {},
         WFInductiveDefines(f, S, Def), WFDefOn(R, S, Def), IsWellFoundedOn(R, S),
         \A x \in S : \A g \in [S -> T] : Def(g, x) \in T
  PROVE  f \in [S -> T]
--------------------------------------------------------------------------------
(* The pairs of S that are in every closed relation that has those of R. *)
TransitiveClosureOn(R, S) ==
  LET own == (S \X S) \cap R
  IN  {pair \in S \X S :
        \A Q \in SUBSET (S \X S) :
          IsTransitivelyClosedOn(Q, S) /\ own \subseteq Q => pair \in Q}

LEMMA TransitiveClosureThm ==
  \A R, S :
    LET closure == TransitiveClosureOn(R, S)
    IN  (S \X S) \cap R \subseteq closure /\ IsTransitivelyClosedOn(closure, S)

LEMMA TransitiveClosureMinimal ==
  ASSUME NEW R, NEW S, NEW U \in SUBSET (S \X S),
         IsTransitivelyClosedOn(U, S), (S \X S) \cap R \subseteq U
  PROVE  TransitiveClosureOn(R, S) \subseteq U

(* A step of the closure or of R, then another. *)
LEMMA TCTCTC ==
  ASSUME NEW R, NEW S, NEW i \in S, NEW j \in S, NEW k \in S,
         {<<i, j>>, <<j, k>>} \subseteq TransitiveClosureOn(R, S)
  PROVE  <<i, k>> \in TransitiveClosureOn(R, S)

LEMMA TCRTC ==
  ASSUME NEW R, NEW S, NEW i \in S, NEW j \in S, NEW k \in S,
         <<j, k>> \in R, <<i, j>> \in TransitiveClosureOn(R, S)
  PROVE  <<i, k>> \in TransitiveClosureOn(R, S)

LEMMA RTCTC ==
  ASSUME NEW R, NEW S, NEW i \in S, NEW j \in S, NEW k \in S,
         <<j, k>> \in TransitiveClosureOn(R, S), <<i, j>> \in R
  PROVE  <<i, k>> \in TransitiveClosureOn(R, S)

LEMMA TransitiveClosureChopLast ==
  ASSUME NEW R, NEW S, NEW i \in S, NEW k \in S, <<i, k>> \in TransitiveClosureOn(R, S)
  PROVE  \/ <<i, k>> \in R
         \/ \E j \in S : <<i, j>> \in TransitiveClosureOn(R, S) /\ <<j, k>> \in R

THEOREM TransitiveClosureWF ==
  ASSUME NEW R, NEW S, IsWellFoundedOn(R, S)
  PROVE  IsWellFoundedOn(TransitiveClosureOn(R, S), S)
--------------------------------------------------------------------------------
(* Relations made of others. *)
OpToRel(_\prec_, S) == {pair \in S \X S : pair[1] \prec pair[2]}

THEOREM NatLessThanWellFounded == IsWellFoundedOn(OpToRel(<, Nat), Nat)

PreImage(f(_), S, R) ==
  {pair \in S \X S : <<f(pair[1]), f(pair[2])>> \in R}

THEOREM PreImageWellFounded ==
  ASSUME NEW S, NEW T, NEW R, NEW f(_), {f(x) : x \in S} \subseteq T,
         IsWellFoundedOn(R, T)
  PROVE  IsWellFoundedOn(PreImage(f, S, R), S)

(* Pairs by their first components, then by their second ones. *)
LexPairOrdering(R1, R2, S1, S2) ==
  LET Below(p, q) == \/ <<p[1], q[1]>> \in R1
                     \/ p[1] = q[1] /\ <<p[2], q[2]>> \in R2
  IN  {pair \in (S1 \X S2) \X (S1 \X S2) : Below(pair[1], pair[2])}

THEOREM WFLexPairOrdering ==
  ASSUME NEW R1, NEW R2, NEW S1, NEW S2,
         IsWellFoundedOn(R2, S2), IsWellFoundedOn(R1, S1)
  PROVE  IsWellFoundedOn(LexPairOrdering(R1, R2, S1, S2), S1 \X S2)

(* Sequences of n elements by the first at which they differ. *)
LexProductOrdering(R, S, n) ==
  LET Below(p, q) ==
        \E at \in 1 .. n :
          <<p[at], q[at]>> \in R /\ \A k \in 1 .. n : k < at => q[k] = p[k]
  IN  {pair \in [1 .. n -> S] \X [1 .. n -> S] : Below(pair[1], pair[2])}

THEOREM WFLexProductOrdering ==
  ASSUME NEW R, NEW S, NEW n \in Nat, IsWellFoundedOn(R, S)
  PROVE  IsWellFoundedOn(LexProductOrdering(R, S, n), [1 .. n -> S])
================================================================================
