----------------------- MODULE FiniteSetsExtTheorems -----------------------
(* What holds of the operators of FiniteSetsExt. Statements only.          *)
EXTENDS FiniteSetsExt, FiniteSets, Integers

LOCAL Closed(op(_, _), V) == \A u, v \in V : op(u, v) \in V
(* op is an associative and commutative operation on V.                    *)
LOCAL AC(op(_, _), V) ==
  /\ Closed(op, V)
  /\ \A u, v \in V : op(v, u) = op(u, v)
  /\ \A u, v, w \in V : op(op(u, v), w) = op(u, op(v, w))
LOCAL Finite(S, V) == IsFiniteSet(S) /\ S \subseteq V
LOCAL Disjoint(S, T) == \A s \in S : s \notin T

-----------------------------------------------------------------------------
THEOREM FoldSetEmpty ==
  ASSUME NEW op(_, _), NEW base
  PROVE  base = FoldSet(op, base, {})

THEOREM FoldSetNonempty ==
  ASSUME NEW op(_, _), NEW base, NEW S, IsFiniteSet(S), S # {}
  PROVE  \E s \in S : op(s, FoldSet(op, base, S \ {s})) = FoldSet(op, base, S)

THEOREM FoldSetType ==
  ASSUME NEW V, NEW op(_, _), Closed(op, V), NEW base \in V, NEW S, Finite(S, V)
  PROVE  FoldSet(op, base, S) \in V

THEOREM FoldSetAC ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V, NEW S, Finite(S, V), NEW s \in S
  PROVE  op(s, FoldSet(op, base, S \ {s})) = FoldSet(op, base, S)

THEOREM FoldSetACAddElement ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V, NEW S, Finite(S, V),
         NEW v \in V, v \notin S
  PROVE  op(v, FoldSet(op, base, S)) = FoldSet(op, base, S \cup {v})

THEOREM FoldSetDisjointUnion ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V, \A v \in V : op(base, v) = v,
         NEW S, Finite(S, V), NEW T, Finite(T, V), Disjoint(S, T)
  PROVE  op(FoldSet(op, base, S), FoldSet(op, base, T)) = FoldSet(op, base, S \cup T)

-----------------------------------------------------------------------------
THEOREM SumSetNat ==
  ASSUME NEW S, Finite(S, Nat)
  PROVE  SumSet(S) \in Nat

THEOREM SumSetInt ==
  ASSUME NEW S, Finite(S, Int)
  PROVE  SumSet(S) \in Int

THEOREM SumSetEmpty == 0 = SumSet({})

THEOREM SumSetNonempty ==
  ASSUME NEW S, Finite(S, Int), NEW s \in S
  PROVE  SumSet(S \ {s}) + s = SumSet(S)

THEOREM SumSetAddElement ==
  ASSUME NEW S, Finite(S, Int), NEW n \in Int, n \notin S
  PROVE  SumSet(S \cup {n}) = SumSet(S) + n

THEOREM SumSetDisjointUnion ==
  ASSUME NEW S, Finite(S, Int), NEW T, Finite(T, Int), Disjoint(S, T)
  PROVE  SumSet(S) + SumSet(T) = SumSet(S \cup T)

THEOREM SumSetNatSubset ==
  ASSUME NEW S, Finite(S, Nat), NEW T, T \subseteq S
  PROVE  SumSet(S) >= SumSet(T)

THEOREM SumSetNatZero ==
  ASSUME NEW S, Finite(S, Nat)
  PROVE  (\A n \in S : n = 0) <=> SumSet(S) = 0

-----------------------------------------------------------------------------
THEOREM ProductSetNat ==
  ASSUME NEW S, Finite(S, Nat)
  PROVE  ProductSet(S) \in Nat

THEOREM ProductSetInt ==
  ASSUME NEW S, Finite(S, Int)
  PROVE  ProductSet(S) \in Int

THEOREM ProductSetEmpty == 1 = ProductSet({})

THEOREM ProductSetNonempty ==
  ASSUME NEW S, Finite(S, Int), NEW s \in S
  PROVE  ProductSet(S \ {s}) * s = ProductSet(S)

THEOREM ProductSetAddElement ==
  ASSUME NEW S, Finite(S, Int), NEW n \in Int, n \notin S
  PROVE  ProductSet(S \cup {n}) = ProductSet(S) * n

THEOREM ProductSetDisjointUnion ==
  ASSUME NEW S, Finite(S, Int), NEW T, Finite(T, Int), Disjoint(S, T)
  PROVE  ProductSet(S) * ProductSet(T) = ProductSet(S \cup T)

THEOREM ProductSetNatOne ==
  ASSUME NEW S, Finite(S, Nat)
  PROVE  (\A n \in S : n = 1) <=> ProductSet(S) = 1

THEOREM ProductSetZero ==
  ASSUME NEW S, Finite(S, Int)
  PROVE  (\E n \in S : n = 0) <=> ProductSet(S) = 0

THEOREM ProductSetNatSubset ==
  ASSUME NEW S, Finite(S, Nat), 0 \notin S, NEW T, T \subseteq S
  PROVE  ProductSet(S) >= ProductSet(T)

-----------------------------------------------------------------------------
THEOREM MapThenSumSetNat ==
  ASSUME NEW S, IsFiniteSet(S), NEW f(_), \A s \in S : f(s) \in Nat
  PROVE  MapThenSumSet(f, S) \in Nat

THEOREM MapThenSumSetInt ==
  ASSUME NEW S, IsFiniteSet(S), NEW f(_), \A s \in S : f(s) \in Int
  PROVE  MapThenSumSet(f, S) \in Int

THEOREM MapThenSumSetEmpty ==
  ASSUME NEW f(_)
  PROVE  0 = MapThenSumSet(f, {})

THEOREM MapThenSumSetNonempty ==
  ASSUME NEW S, IsFiniteSet(S), NEW f(_), \A s \in S : f(s) \in Int, NEW x \in S
  PROVE  MapThenSumSet(f, S \ {x}) + f(x) = MapThenSumSet(f, S)

THEOREM MapThenSumSetAddElement ==
  ASSUME NEW S, IsFiniteSet(S), NEW f(_), \A s \in S : f(s) \in Int,
         NEW x, x \notin S, f(x) \in Int
  PROVE  MapThenSumSet(f, S \cup {x}) = MapThenSumSet(f, S) + f(x)

THEOREM MapThenSumSetDisjointUnion ==
  ASSUME NEW S, IsFiniteSet(S), NEW T, IsFiniteSet(T), Disjoint(S, T),
         NEW f(_), \A x \in S \cup T : f(x) \in Int
  PROVE  MapThenSumSet(f, S) + MapThenSumSet(f, T) = MapThenSumSet(f, S \cup T)

THEOREM MapThenSumSetNatSubset ==
  ASSUME NEW S, IsFiniteSet(S), NEW f(_), \A s \in S : f(s) \in Nat, NEW T, T \subseteq S
  PROVE  MapThenSumSet(f, S) >= MapThenSumSet(f, T)

THEOREM MapThenSumSetZero ==
  ASSUME NEW S, IsFiniteSet(S), NEW f(_), \A s \in S : f(s) \in Nat
  PROVE  (\A s \in S : f(s) = 0) <=> MapThenSumSet(f, S) = 0

THEOREM MapThenSumSetMonotonic ==
  ASSUME NEW S, IsFiniteSet(S), NEW f(_), NEW g(_),
         \A s \in S : f(s) \in Int /\ g(s) \in Int /\ f(s) <= g(s)
  PROVE  MapThenSumSet(g, S) >= MapThenSumSet(f, S)

THEOREM MapThenSumSetStrictlyMonotonic ==
  ASSUME NEW S, IsFiniteSet(S), NEW f(_), NEW g(_),
         \A s \in S : f(s) \in Int /\ g(s) \in Int /\ f(s) <= g(s),
         \E s \in S : f(s) < g(s)
  PROVE  MapThenSumSet(g, S) > MapThenSumSet(f, S)

-----------------------------------------------------------------------------
LOCAL Upper(S, n) == \A s \in S : s <= n
LOCAL Lower(S, n) == \A s \in S : n <= s
LOCAL IsMax(S) == Max(S) \in S /\ Upper(S, Max(S))
LOCAL IsMin(S) == Min(S) \in S /\ Lower(S, Min(S))

THEOREM MaxInt ==
  ASSUME NEW S, S \subseteq Int, NEW m \in S, Upper(S, m)
  PROVE  m = Max(S)

THEOREM MaxIntFinite ==
  ASSUME NEW S, Finite(S, Int), S # {}
  PROVE  IsMax(S)

THEOREM MaxIntBounded ==
  ASSUME NEW S, S \subseteq Int, S # {}, NEW n \in Int, Upper(S, n)
  PROVE  IsMax(S)

THEOREM MaxInterval ==
  ASSUME NEW m \in Int, NEW n \in Int, n >= m
  PROVE  n = Max(m..n)

THEOREM MinInt ==
  ASSUME NEW S, S \subseteq Int, NEW m \in S, Lower(S, m)
  PROVE  m = Min(S)

THEOREM MinIntFinite ==
  ASSUME NEW S, Finite(S, Int), S # {}
  PROVE  IsMin(S)

THEOREM MinIntBounded ==
  ASSUME NEW S, S \subseteq Int, S # {}, NEW n \in Int, Lower(S, n)
  PROVE  IsMin(S)

THEOREM MinInterval ==
  ASSUME NEW m \in Int, NEW n \in Int, n >= m
  PROVE  m = Min(m..n)

THEOREM MinNat ==
  ASSUME NEW S, S \subseteq Nat, S # {}
  PROVE  IsMin(S)

-----------------------------------------------------------------------------
THEOREM SupersetOfMajorityIsMajority ==
  ASSUME NEW S, IsFiniteSet(S), NEW T \in SUBSET S, NEW Q \in SUBSET T,
         Cardinality(S) < 2 * Cardinality(Q)
  PROVE  Cardinality(S) < 2 * Cardinality(T)
=============================================================================
