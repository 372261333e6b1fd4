--------------------------- MODULE FoldsTheorems ---------------------------
(* What holds of MapThenFoldSet on finite sets. Statements only.           *)
EXTENDS Folds, FiniteSets

(* choose gives an element of every subset of S but the empty one.         *)
LOCAL Chooses(choose(_), S) == \A T \in (SUBSET S) \ {{}} : choose(T) \in T
LOCAL Closed(op(_, _), V) == \A u, v \in V : op(u, v) \in V
(* op is an associative and commutative operation on V.                    *)
LOCAL AC(op(_, _), V) ==
  /\ Closed(op, V)
  /\ \A u, v \in V : op(v, u) = op(u, v)
  /\ \A u, v, w \in V : op(op(u, v), w) = op(u, op(v, w))

THEOREM MapThenFoldSetDef ==
  ASSUME NEW op(_, _), NEW base, NEW f(_), NEW choose(_),
         NEW S, IsFiniteSet(S), Chooses(choose, S)
  PROVE  LET c == choose(S)
         IN  MapThenFoldSet(op, base, f, choose, S) =
               IF S # {} THEN op(f(c), MapThenFoldSet(op, base, f, choose, S \ {c})) ELSE base

THEOREM MapThenFoldSetEmpty ==
  ASSUME NEW op(_, _), NEW base, NEW f(_), NEW choose(_)
  PROVE  base = MapThenFoldSet(op, base, f, choose, {})

THEOREM MapThenFoldSetNonempty ==
  ASSUME NEW op(_, _), NEW base, NEW f(_), NEW choose(_),
         NEW S, IsFiniteSet(S), S # {}, Chooses(choose, S)
  PROVE  LET c == choose(S)
         IN  MapThenFoldSet(op, base, f, choose, S) =
               op(f(c), MapThenFoldSet(op, base, f, choose, S \ {c}))

THEOREM MapThenFoldSetBijection ==
  ASSUME NEW op(_, _), NEW base,
         NEW S, IsFiniteSet(S), NEW fS(_), NEW chS(_), Chooses(chS, S),
         NEW T, IsFiniteSet(T), NEW fT(_), NEW chT(_), Chooses(chT, T),
         NEW bij(_), {bij(s) : s \in S} = T,
         \A q, r \in S : q # r => bij(q) # bij(r),
         \A s \in S : fT(bij(s)) = fS(s),
         \A U \in (SUBSET S) \ {{}} : chT({bij(u) : u \in U}) = bij(chS(U))
  PROVE  MapThenFoldSet(op, base, fT, chT, T) = MapThenFoldSet(op, base, fS, chS, S)

THEOREM MapThenFoldSetEqual ==
  ASSUME NEW op(_, _), NEW base, NEW choose(_), NEW S, IsFiniteSet(S), Chooses(choose, S),
         NEW f(_), NEW g(_), \A s \in S : g(s) = f(s)
  PROVE  MapThenFoldSet(op, base, g, choose, S) = MapThenFoldSet(op, base, f, choose, S)

THEOREM MapThenFoldSetType ==
  ASSUME NEW V, NEW op(_, _), Closed(op, V), NEW base \in V,
         NEW S, IsFiniteSet(S), NEW choose(_), Chooses(choose, S),
         NEW f(_), \A s \in S : f(s) \in V
  PROVE  MapThenFoldSet(op, base, f, choose, S) \in V

THEOREM MapThenFoldSetAC ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V,
         NEW S, IsFiniteSet(S), NEW choose(_), Chooses(choose, S),
         NEW f(_), \A s \in S : f(s) \in V, NEW x \in S
  PROVE  op(f(x), MapThenFoldSet(op, base, f, choose, S \ {x})) =
           MapThenFoldSet(op, base, f, choose, S)

THEOREM MapThenFoldSetACAddElement ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V,
         NEW S, IsFiniteSet(S), NEW x, x \notin S,
         NEW choose(_), Chooses(choose, S \cup {x}),
         NEW f(_), f(x) \in V, \A s \in S : f(s) \in V
  PROVE  op(f(x), MapThenFoldSet(op, base, f, choose, S)) =
           MapThenFoldSet(op, base, f, choose, S \cup {x})

THEOREM MapThenFoldSetDisjointUnion ==
  ASSUME NEW V, NEW op(_, _), AC(op, V), NEW base \in V, \A v \in V : op(base, v) = v,
         NEW S, IsFiniteSet(S), NEW T, IsFiniteSet(T), \A s \in S : s \notin T,
         NEW choose(_), Chooses(choose, S \cup T),
         NEW f(_), \A x \in S \cup T : f(x) \in V
  PROVE  op(MapThenFoldSet(op, base, f, choose, S), MapThenFoldSet(op, base, f, choose, T)) =
           MapThenFoldSet(op, base, f, choose, S \cup T)
=============================================================================
