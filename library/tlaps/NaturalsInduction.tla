--------------------------- MODULE NaturalsInduction ---------------------------
(* Induction and recursive definitions over the natural numbers. *)
EXTENDS Integers

THEOREM NatInduction ==
  ASSUME NEW P(_), P(0), \A k \in Nat : P(k) => P(k + 1)
  PROVE  \A k \in Nat : P(k)

THEOREM DownwardNatInduction ==
  ASSUME NEW P(_), NEW m \in Nat, P(m), \A k \in 1 .. m : P(k) => P(k - 1)
  PROVE  P(0)

THEOREM GeneralNatInduction ==
  ASSUME NEW P(_), \A k \in Nat : (\A j \in Nat : j < k => P(j)) => P(k)
  PROVE  \A k \in Nat : P(k)

THEOREM SmallestNatural ==
  ASSUME NEW P(_), NEW n \in Nat, P(n)
  PROVE  \E least \in Nat : P(least) /\ \A k \in Nat : P(k) => least \leq k
--------------------------------------------------------------------------------
(* g and h agree below n, therefore Def gives the same for both at n. *)
LOCAL LooksBelow(Def(_, _)) ==
  \A n \in Nat : \A g, h :
    (\A k \in 0 .. (n - 1) : h[k] = g[k]) => Def(h, n) = Def(g, n)

THEOREM RecursiveFcnOfNat ==
  ASSUME NEW Def(_, _), LooksBelow(Def)
  PROVE  LET f[k \in Nat] == Def(f, k)
         IN  f = [k \in Nat |-> Def(f, k)]

THEOREM RecursiveFcnOfNatType ==
  ASSUME NEW f, NEW S, NEW Def(_, _), f = [k \in Nat |-> Def(f, k)],
         \A n \in Nat : \A g : (\A k \in 0 .. (n - 1) : g[k] \in S) => Def(g, n) \in S
  PROVE  f \in [Nat -> S]

THEOREM RecursiveFcnOfNatUnique ==
  ASSUME NEW Def(_, _), NEW f, NEW g, LooksBelow(Def),
         f = [k \in Nat |-> Def(f, k)], g = [k \in Nat |-> Def(g, k)]
  PROVE  g = f
--------------------------------------------------------------------------------
(* Primitive recursion: a first value, and each value from the one before it. *)
LOCAL Steps(g, first, Def(_, _), S, least) ==
  [k \in S |-> IF k = least THEN first ELSE Def(g[k - 1], k)]

NatInductiveDefHypothesis(f, f0, Def(_, _)) ==
  f = CHOOSE g : g = Steps(g, f0, Def, Nat, 0)
NatInductiveDefConclusion(f, f0, Def(_, _)) ==
  f = Steps(f, f0, Def, Nat, 0)

THEOREM NatInductiveDef ==
  ASSUME NEW Def(_, _), NEW f, NEW f0, NatInductiveDefHypothesis(f, f0, Def)
  PROVE  NatInductiveDefConclusion(f, f0, Def)

THEOREM NatInductiveDefType ==
  ASSUME NEW Def(_, _), NEW S, NEW f, NEW f0 \in S,
         NatInductiveDefConclusion(f, f0, Def),
         \A k \in Nat \ {0} : \A v \in S : Def(v, k) \in S
  PROVE  f \in [Nat -> S]

THEOREM NatInductiveUnique ==
  ASSUME NEW Def(_, _), NEW f, NEW g, NEW f0,
         NatInductiveDefConclusion(g, f0, Def),
         NatInductiveDefConclusion(f, f0, Def)
  PROVE  g = f
--------------------------------------------------------------------------------
(* The same over m .. n. *)
FiniteNatInductiveDefHypothesis(f, c, Def(_, _), m, n) ==
  f = CHOOSE g : g = Steps(g, c, Def, m .. n, m)
FiniteNatInductiveDefConclusion(f, c, Def(_, _), m, n) ==
  f = Steps(f, c, Def, m .. n, m)

THEOREM FiniteNatInductiveDef ==
  ASSUME NEW Def(_, _), NEW f, NEW c, NEW m \in Nat, NEW n \in Nat,
         FiniteNatInductiveDefHypothesis(f, c, Def, m, n)
  PROVE  FiniteNatInductiveDefConclusion(f, c, Def, m, n)

THEOREM FiniteNatInductiveDefType ==
  ASSUME NEW S, NEW Def(_, _), NEW f, NEW c \in S, NEW m \in Nat, NEW n \in Nat,
         FiniteNatInductiveDefConclusion(f, c, Def, m, n),
         \A k \in (m + 1) .. n : \A v \in S : Def(v, k) \in S
  PROVE  f \in [m .. n -> S]

THEOREM FiniteNatInductiveUnique ==
  ASSUME NEW Def(_, _), NEW f, NEW g, NEW c, NEW m \in Nat, NEW n \in Nat,
         FiniteNatInductiveDefConclusion(g, c, Def, m, n),
         FiniteNatInductiveDefConclusion(f, c, Def, m, n)
  PROVE  g = f
================================================================================
