-------------------------- MODULE FunctionTheorems -------------------------
(* What holds of functions, injections, surjections, bijections and of     *)
(* folds over functions. Statements only.                                  *)
EXTENDS Functions, Integers, FiniteSets

(* No two elements of S have the same image; every element of T is one.    *)
LOCAL OneToOne(f, S) == \A x, y \in S : x # y => f[x] # f[y]
LOCAL Onto(f, S, T) == \A y \in T : \E x \in S : y = f[x]

-----------------------------------------------------------------------------
THEOREM Fun_RestrictProperties ==
  ASSUME NEW S, NEW T, NEW f \in [S -> T], NEW R, R \subseteq S
  PROVE  LET g == Restrict(f, R) IN g \in [R -> T] /\ (\A r \in R : f[r] = g[r])

THEOREM Fun_RangeProperties ==
  ASSUME NEW S, NEW T, NEW f \in [S -> T]
  PROVE  /\ Range(f) \in SUBSET T
         /\ Onto(f, S, Range(f))
         /\ f \in Surjection(S, Range(f))

THEOREM Fun_InverseProperties ==
  ASSUME NEW S, NEW T, NEW f \in [S -> T]
  PROVE  LET inv == Inverse(f, S, T)
         IN  /\ S # {} \/ T = {} => inv \in [T -> S]
             /\ \A y \in Range(f) : y = f[inv[y]]

THEOREM Fun_IsInj ==
  ASSUME NEW S, NEW T, NEW f \in [S -> T], OneToOne(f, S)
  PROVE  f \in Injection(S, T)

THEOREM Fun_IsSurj ==
  ASSUME NEW S, NEW T, NEW f \in [S -> T], Onto(f, S, T)
  PROVE  f \in Surjection(S, T)

THEOREM Fun_IsBij ==
  ASSUME NEW S, NEW T, NEW f,
         f \in Injection(S, T) \/ (f \in [S -> T] /\ OneToOne(f, S)),
         f \in Surjection(S, T) \/ (f \in [S -> T] /\ Onto(f, S, T))
  PROVE  f \in Bijection(S, T)

THEOREM Fun_InjectionProperties ==
  ASSUME NEW S, NEW T, NEW f \in Injection(S, T)
  PROVE  f \in [S -> T] /\ OneToOne(f, S)

THEOREM Fun_SurjectionProperties ==
  ASSUME NEW S, NEW T, NEW f \in Surjection(S, T)
  PROVE  f \in [S -> T] /\ Onto(f, S, T) /\ T = Range(f)

THEOREM Fun_BijectionProperties ==
  ASSUME NEW S, NEW T, NEW f \in Bijection(S, T)
  PROVE  /\ f \in [S -> T] \cap Injection(S, T) \cap Surjection(S, T)
         /\ OneToOne(f, S)
         /\ Onto(f, S, T)

THEOREM Fun_SmallestSurjectionIsBijection ==
  ASSUME NEW S, NEW T, NEW f \in Surjection(S, T),
         \A R \in SUBSET S : Surjection(R, T) # {} => R = S
  PROVE  f \in Bijection(S, T)

THEOREM Fun_InjTransitive ==
  ASSUME NEW S, NEW T, NEW U, NEW f \in Injection(S, T), NEW g \in Injection(T, U)
  PROVE  [x \in S |-> g[f[x]]] \in Injection(S, U)

THEOREM Fun_SurjTransitive ==
  ASSUME NEW S, NEW T, NEW U, NEW f \in Surjection(S, T), NEW g \in Surjection(T, U)
  PROVE  [x \in S |-> g[f[x]]] \in Surjection(S, U)

THEOREM Fun_BijTransitive ==
  ASSUME NEW S, NEW T, NEW U, NEW f \in Bijection(S, T), NEW g \in Bijection(T, U)
  PROVE  [x \in S |-> g[f[x]]] \in Bijection(S, U)

THEOREM Fun_SurjInverse ==
  ASSUME NEW S, NEW T, NEW f \in Surjection(S, T)
  PROVE  LET inv == Inverse(f, S, T) IN inv \in Injection(T, S)

THEOREM Fun_InjInverse ==
  ASSUME NEW S, NEW T, NEW f \in Injection(S, T), S # {} \/ T = {}
  PROVE  LET inv == Inverse(f, S, T) IN inv \in Surjection(T, S)

THEOREM Fun_BijInverse ==
  ASSUME NEW S, NEW T, NEW f \in Bijection(S, T)
  PROVE  LET inv == Inverse(f, S, T)
         IN  /\ inv \in Bijection(T, S)
             /\ \A x \in S : x = inv[f[x]]
             /\ f = Inverse(inv, T, S)

THEOREM Fun_BijRestrict ==
  ASSUME NEW S, NEW T, NEW f \in Bijection(S, T), NEW R, R \subseteq S
  PROVE  LET g == Restrict(f, R) IN g \in Bijection(R, Range(g))

THEOREM Fun_InjMeansBijImage ==
  ASSUME NEW S, NEW T, NEW f \in Injection(S, T)
  PROVE  LET image == Range(f) IN f \in Bijection(S, image)

-----------------------------------------------------------------------------
(* Comparing sets by the functions between them.                           *)
THEOREM Fun_ExistsInj == \A S : \A T : ExistsInjection(S, T) = (Injection(S, T) # {})
THEOREM Fun_ExistsSurj == \A S : \A T : ExistsSurjection(S, T) = (Surjection(S, T) # {})
THEOREM Fun_ExistsBij == \A S : \A T : ExistsBijection(S, T) = (Bijection(S, T) # {})

THEOREM Fun_ExistsSurjSubset ==
  ASSUME NEW S, NEW R, R # {}, R \subseteq S
  PROVE  ExistsSurjection(S, R)

THEOREM Fun_ExistsSurjMeansExistsRevInj ==
  ASSUME NEW X, NEW Y, ExistsSurjection(X, Y)
  PROVE  ExistsInjection(Y, X)

THEOREM Fun_ExistsBijReflexive ==
  ASSUME NEW X
  PROVE  ExistsBijection(X, X)

THEOREM Fun_ExistsBijSymmetric ==
  ASSUME NEW X, NEW Y, ExistsBijection(X, Y)
  PROVE  ExistsBijection(Y, X)

THEOREM Fun_ExistsBijTransitive ==
  ASSUME NEW X, NEW Y, NEW Z, ExistsBijection(X, Y) /\ ExistsBijection(Y, Z)
  PROVE  ExistsBijection(X, Z)

THEOREM Fun_ExistsInjReflexive ==
  ASSUME NEW X
  PROVE  ExistsInjection(X, X)

THEOREM Fun_ExistsSurjReflexive ==
  ASSUME NEW X
  PROVE  ExistsSurjection(X, X)

THEOREM Fun_ExistsInjTransitive ==
  ASSUME NEW X, NEW Y, NEW Z, ExistsInjection(X, Y) /\ ExistsInjection(Y, Z)
  PROVE  ExistsInjection(X, Z)

THEOREM Fun_ExistsSurjTransitive ==
  ASSUME NEW X, NEW Y, NEW Z, ExistsSurjection(X, Y) /\ ExistsSurjection(Y, Z)
  PROVE  ExistsSurjection(X, Z)

THEOREM Fun_CantorBernsteinSchroeder_Lemma ==
  ASSUME NEW X, NEW Y \in SUBSET X, ExistsInjection(X, Y)
  PROVE  ExistsBijection(X, Y)

THEOREM Fun_CantorBernsteinSchroeder ==
  ASSUME NEW X, NEW Y, ExistsInjection(X, Y) /\ ExistsInjection(Y, X)
  PROVE  ExistsBijection(X, Y)

THEOREM Fun_ExistInjAndSurjThenBij ==
  ASSUME NEW X, NEW Y, ExistsInjection(X, Y) /\ ExistsSurjection(X, Y)
  PROVE  ExistsBijection(X, Y)

THEOREM Fun_ExistSurjAndSurjThenBij ==
  ASSUME NEW X, NEW Y, ExistsSurjection(X, Y) /\ ExistsSurjection(Y, X)
  PROVE  ExistsBijection(X, Y)

THEOREM Fun_ExistsBijEquiv ==
  ASSUME NEW X, NEW Y
  PROVE  LET same == ExistsBijection(X, Y)
         IN  /\ ExistsBijection(Y, X) <=> same
             /\ (ExistsInjection(X, Y) /\ ExistsInjection(Y, X)) <=> same
             /\ (ExistsInjection(X, Y) /\ ExistsSurjection(X, Y)) <=> same
             /\ (ExistsInjection(Y, X) /\ ExistsSurjection(Y, X)) <=> same
             /\ (ExistsSurjection(X, Y) /\ ExistsSurjection(Y, X)) <=> same

-----------------------------------------------------------------------------
(* Comparing with intervals of numbers: what Cardinality rests on.         *)
LOCAL HasSize(S, n) == ExistsBijection(1..n, S)

THEOREM Fun_ExistsBijInterval ==
  ASSUME NEW m \in Int, NEW n \in Int, n >= m
  PROVE  HasSize(m..n, (n - m) + 1)

THEOREM Fun_NatInjLeq ==
  ASSUME NEW m \in Nat, NEW n \in Nat
  PROVE  m <= n <=> ExistsInjection(1..m, 1..n)

THEOREM Fun_NatSurjImpliesNatBij ==
  ASSUME NEW S, NEW m \in Nat, ExistsSurjection(1..m, S)
  PROVE  \E n \in 0..m : HasSize(S, n)

THEOREM Fun_NatSurjEquivNatBij ==
  ASSUME NEW S
  PROVE  (\E n \in Nat : HasSize(S, n)) <=> (\E n \in Nat : ExistsSurjection(1..n, S))

THEOREM Fun_NatBijSame ==
  ASSUME NEW S, NEW m \in Nat, NEW n \in Nat, HasSize(S, m), HasSize(S, n)
  PROVE  m = n

THEOREM Fun_NatBijEmpty ==
  ASSUME NEW S
  PROVE  S = {} <=> HasSize(S, 0)

THEOREM Fun_NatBijSingleton ==
  ASSUME NEW S
  PROVE  (\E x : {x} = S) <=> HasSize(S, 1)

THEOREM Fun_NatBijSubset ==
  ASSUME NEW S, NEW n \in Nat, HasSize(S, n), NEW R, R \subseteq S
  PROVE  \E m \in 0..n : HasSize(R, m)

THEOREM Fun_NatBijAddElem ==
  ASSUME NEW S, NEW n \in Nat, HasSize(S, n), NEW e, ~(e \in S)
  PROVE  HasSize({e} \cup S, n + 1)

THEOREM Fun_NatBijSubElem ==
  ASSUME NEW S, NEW n \in Nat, HasSize(S, n), NEW e \in S
  PROVE  HasSize(S \ {e}, n - 1)

-----------------------------------------------------------------------------
(* Folds. The values of fun are in V, op is an operation on V.             *)
LOCAL Closed(op(_, _), V) == \A u, v \in V : op(u, v) \in V
LOCAL AC(op(_, _), V) ==
  /\ Closed(op, V)
  /\ \A u, v \in V : op(v, u) = op(u, v)
  /\ \A u, v, w \in V : op(op(u, v), w) = op(u, op(v, w))
LOCAL Into(fun, D, V) == \A d \in D : fun[d] \in V
LOCAL Disjoint(S, T) == \A s \in S : s \notin T

THEOREM FoldFunctionOnSetEmpty ==
  ASSUME NEW op(_, _), NEW base, NEW fun
  PROVE  base = FoldFunctionOnSet(op, base, fun, {})

THEOREM FoldFunctionOnSetNonempty ==
  ASSUME NEW op(_, _), NEW base, NEW fun, NEW D, IsFiniteSet(D), D # {}
  PROVE  \E d \in D : op(fun[d], FoldFunctionOnSet(op, base, fun, D \ {d})) =
           FoldFunctionOnSet(op, base, fun, D)

THEOREM FoldFunctionOnSetType ==
  ASSUME NEW V, NEW op(_, _), Closed(op, V), NEW base \in V,
         NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, V)
  PROVE  FoldFunctionOnSet(op, base, fun, D) \in V

THEOREM FoldFunctionOnSetEqual ==
  ASSUME NEW op(_, _), NEW base, NEW f, NEW g, NEW D, IsFiniteSet(D), \A d \in D : g[d] = f[d]
  PROVE  FoldFunctionOnSet(op, base, g, D) = FoldFunctionOnSet(op, base, f, D)

THEOREM FoldFunctionOnSetAC ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V,
         NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, V), NEW d \in D
  PROVE  op(fun[d], FoldFunctionOnSet(op, base, fun, D \ {d})) =
           FoldFunctionOnSet(op, base, fun, D)

THEOREM FoldFunctionOnSetACAddIndex ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V,
         NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, V), NEW d, d \notin D, fun[d] \in V
  PROVE  op(fun[d], FoldFunctionOnSet(op, base, fun, D)) =
           FoldFunctionOnSet(op, base, fun, D \cup {d})

THEOREM FoldFunctionOnSetACExcept ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V,
         NEW fun, NEW D, D \subseteq DOMAIN fun, IsFiniteSet(D), Into(fun, D, V),
         NEW d, NEW v \in V
  PROVE  FoldFunctionOnSet(op, base, [fun EXCEPT ![d] = v], D) =
           IF d \notin D THEN FoldFunctionOnSet(op, base, fun, D)
           ELSE op(v, FoldFunctionOnSet(op, base, fun, D \ {d}))

THEOREM FoldFunctionOnSetDisjointUnion ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V, \A v \in V : op(base, v) = v,
         NEW D, IsFiniteSet(D), NEW E, IsFiniteSet(E), Disjoint(D, E),
         NEW fun, Into(fun, D, V), Into(fun, E, V)
  PROVE  op(FoldFunctionOnSet(op, base, fun, D), FoldFunctionOnSet(op, base, fun, E)) =
           FoldFunctionOnSet(op, base, fun, D \cup E)

THEOREM FoldFunctionEmpty ==
  ASSUME NEW op(_, _), NEW base, NEW fun, {} = DOMAIN fun
  PROVE  base = FoldFunction(op, base, fun)

THEOREM FoldFunctionNonempty ==
  ASSUME NEW op(_, _), NEW base, NEW fun, IsFiniteSet(DOMAIN fun), {} # DOMAIN fun
  PROVE  \E d \in DOMAIN fun : op(fun[d], FoldFunctionOnSet(op, base, fun, DOMAIN fun \ {d})) =
           FoldFunction(op, base, fun)

THEOREM FoldFunctionType ==
  ASSUME NEW V, NEW op(_, _), Closed(op, V), NEW base \in V,
         NEW fun, IsFiniteSet(DOMAIN fun), Into(fun, DOMAIN fun, V)
  PROVE  FoldFunction(op, base, fun) \in V

THEOREM FoldFunctionAC ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V,
         NEW fun, IsFiniteSet(DOMAIN fun), Into(fun, DOMAIN fun, V), NEW d \in DOMAIN fun
  PROVE  op(fun[d], FoldFunctionOnSet(op, base, fun, DOMAIN fun \ {d})) =
           FoldFunction(op, base, fun)

THEOREM FoldFunctionACExcept ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V,
         NEW fun, IsFiniteSet(DOMAIN fun), Into(fun, DOMAIN fun, V), NEW d, NEW v \in V
  PROVE  FoldFunction(op, base, [fun EXCEPT ![d] = v]) =
           IF d \notin DOMAIN fun THEN FoldFunction(op, base, fun)
           ELSE op(v, FoldFunctionOnSet(op, base, fun, DOMAIN fun \ {d}))

-----------------------------------------------------------------------------
THEOREM SumFunctionOnSetNat ==
  ASSUME NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, Nat)
  PROVE  SumFunctionOnSet(fun, D) \in Nat

THEOREM SumFunctionOnSetInt ==
  ASSUME NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, Int)
  PROVE  SumFunctionOnSet(fun, D) \in Int

THEOREM SumFunctionOnSetEqual ==
  ASSUME NEW f, NEW g, NEW D, IsFiniteSet(D), \A d \in D : g[d] = f[d]
  PROVE  SumFunctionOnSet(g, D) = SumFunctionOnSet(f, D)

THEOREM SumFunctionOnSetEmpty ==
  ASSUME NEW fun
  PROVE  0 = SumFunctionOnSet(fun, {})

THEOREM SumFunctionOnSetNonempty ==
  ASSUME NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, Int), NEW d \in D
  PROVE  SumFunctionOnSet(fun, D \ {d}) + fun[d] = SumFunctionOnSet(fun, D)

THEOREM SumFunctionOnSetAddIndex ==
  ASSUME NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, Int), NEW d, d \notin D, fun[d] \in Int
  PROVE  SumFunctionOnSet(fun, D) + fun[d] = SumFunctionOnSet(fun, D \cup {d})

THEOREM SumFunctionOnSetRemoveIndex ==
  ASSUME NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, Int), NEW d \in D
  PROVE  SumFunctionOnSet(fun, D) - fun[d] = SumFunctionOnSet(fun, D \ {d})

THEOREM SumFunctionOnSetExcept ==
  ASSUME NEW fun, NEW D, D \subseteq DOMAIN fun, IsFiniteSet(D), Into(fun, D, Int),
         NEW d, NEW n \in Int
  PROVE  SumFunctionOnSet([fun EXCEPT ![d] = n], D) =
           SumFunctionOnSet(fun, D) + (IF d \in D THEN n - fun[d] ELSE 0)

THEOREM SumFunctionOnSetDisjointUnion ==
  ASSUME NEW D, IsFiniteSet(D), NEW E, IsFiniteSet(E), Disjoint(D, E),
         NEW fun, Into(fun, D, Int), Into(fun, E, Int)
  PROVE  SumFunctionOnSet(fun, D) + SumFunctionOnSet(fun, E) = SumFunctionOnSet(fun, D \cup E)

THEOREM SumFunctionNatOnSubset ==
  ASSUME NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, Nat), NEW E, E \subseteq D
  PROVE  SumFunctionOnSet(fun, D) >= SumFunctionOnSet(fun, E)

THEOREM SumFunctionOnSetZero ==
  ASSUME NEW fun, NEW D, IsFiniteSet(D), Into(fun, D, Nat)
  PROVE  (\A d \in D : fun[d] = 0) <=> SumFunctionOnSet(fun, D) = 0

THEOREM SumFunctionOnSetConst ==
  ASSUME NEW E, NEW fun \in [E -> Int], NEW D, D \subseteq E, IsFiniteSet(D),
         NEW n \in Int, \A d \in D : fun[d] = n
  PROVE  SumFunctionOnSet(fun, D) = Cardinality(D) * n

THEOREM SumFunctionOnSetMonotonic ==
  ASSUME NEW D, IsFiniteSet(D), NEW f, Into(f, D, Int), NEW g, Into(g, D, Int),
         \A d \in D : g[d] >= f[d]
  PROVE  SumFunctionOnSet(g, D) >= SumFunctionOnSet(f, D)

THEOREM SumFunctionOnSetStrictlyMonotonic ==
  ASSUME NEW D, IsFiniteSet(D), NEW f, Into(f, D, Int), NEW g, Into(g, D, Int),
         \A d \in D : g[d] >= f[d], \E d \in D : g[d] > f[d]
  PROVE  SumFunctionOnSet(g, D) > SumFunctionOnSet(f, D)

THEOREM SumFunctionNat ==
  ASSUME NEW fun, IsFiniteSet(DOMAIN fun), Into(fun, DOMAIN fun, Nat)
  PROVE  SumFunction(fun) \in Nat

THEOREM SumFunctionInt ==
  ASSUME NEW fun, IsFiniteSet(DOMAIN fun), Into(fun, DOMAIN fun, Int)
  PROVE  SumFunction(fun) \in Int

THEOREM SumFunctionEmpty ==
  ASSUME NEW fun, {} = DOMAIN fun
  PROVE  0 = SumFunction(fun)

THEOREM SumFunctionNonempty ==
  ASSUME NEW fun, IsFiniteSet(DOMAIN fun), Into(fun, DOMAIN fun, Int), NEW d \in DOMAIN fun
  PROVE  SumFunctionOnSet(fun, DOMAIN fun \ {d}) + fun[d] = SumFunction(fun)

THEOREM SumFunctionExcept ==
  ASSUME NEW fun, IsFiniteSet(DOMAIN fun), Into(fun, DOMAIN fun, Int), NEW d, NEW n \in Int
  PROVE  SumFunction([fun EXCEPT ![d] = n]) =
           SumFunction(fun) + (IF d \in DOMAIN fun THEN n - fun[d] ELSE 0)

THEOREM SumFunctionZero ==
  ASSUME NEW fun, IsFiniteSet(DOMAIN fun), Into(fun, DOMAIN fun, Nat)
  PROVE  (\A d \in DOMAIN fun : fun[d] = 0) <=> SumFunction(fun) = 0

THEOREM SumFunctionConst ==
  ASSUME NEW D, IsFiniteSet(D), NEW n \in Int
  PROVE  SumFunction([d \in D |-> n]) = Cardinality(D) * n

THEOREM SumFunctionMonotonic ==
  ASSUME NEW f, IsFiniteSet(DOMAIN f), Into(f, DOMAIN f, Int),
         NEW g, DOMAIN g = DOMAIN f, Into(g, DOMAIN f, Int), \A d \in DOMAIN f : g[d] >= f[d]
  PROVE  SumFunction(g) >= SumFunction(f)

THEOREM SumFunctionStrictlyMonotonic ==
  ASSUME NEW f, IsFiniteSet(DOMAIN f), Into(f, DOMAIN f, Int),
         NEW g, DOMAIN g = DOMAIN f, Into(g, DOMAIN f, Int), \A d \in DOMAIN f : g[d] >= f[d],
         \E d \in DOMAIN f : g[d] > f[d]
  PROVE  SumFunction(g) > SumFunction(f)
=============================================================================
