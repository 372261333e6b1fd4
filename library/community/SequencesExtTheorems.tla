------------------------ MODULE SequencesExtTheorems -----------------------
(* What holds of the operators of SequencesExt. Statements only.           *)
EXTENDS Sequences, SequencesExt, Functions, Integers, WellFoundedInduction

LOCAL Positions(s) == 1..Len(s)
LOCAL IsEmpty(s) == s = <<>>
(* Relations on Seq(S): an order like \subseteq, one like a proper subset. *)
LOCAL IsPartialOrder(R(_, _), S) ==
  /\ \A s \in Seq(S) : R(s, s)
  /\ \A s, t \in Seq(S) : s # t => ~(R(s, t) /\ R(t, s))
  /\ \A s, t, u \in Seq(S) : (R(s, t) /\ R(t, u)) => R(s, u)
LOCAL IsStrictOrder(R(_, _), S) ==
  /\ ~ \E s \in Seq(S) : R(s, s)
  /\ ~ \E s, t \in Seq(S) : R(s, t) /\ R(t, s)
  /\ \A s, t, u \in Seq(S) : (R(s, t) /\ R(t, u)) => R(s, u)
(* P holds of a sequence when it holds of all that R has below it.         *)
LOCAL IsInductive(P(_), R(_, _), S) ==
  \A t \in Seq(S) : (\A s \in Seq(S) : R(s, t) => P(s)) => P(t)

THEOREM SeqOfSeq ==
  ASSUME NEW S, NEW n \in Int
  PROVE  {s \in Seq(S) : n >= Len(s)} = SeqOf(S, n)

-----------------------------------------------------------------------------
THEOREM ConsProperties ==
  ASSUME NEW S, NEW s \in Seq(S), NEW e \in S
  PROVE  LET t == Cons(e, s)
         IN  /\ t \in Seq(S) /\ ~IsEmpty(t)
             /\ Len(t) = 1 + Len(s)
             /\ Head(t) = e /\ t[1] = e
             /\ Tail(t) = s
             /\ \A n \in Positions(s) : s[n] = t[n + 1]
             /\ \A n \in 2..Len(t) : s[n - 1] = t[n]

THEOREM ConsEmpty == \A e : <<e>> = Cons(e, <<>>)

THEOREM ConsHeadTail ==
  ASSUME NEW S, NEW s \in Seq(S), ~IsEmpty(s)
  PROVE  s = Cons(Head(s), Tail(s))

THEOREM ConsAppend ==
  ASSUME NEW S, NEW s \in Seq(S), NEW d \in S, NEW e \in S
  PROVE  Append(Cons(d, s), e) = Cons(d, Append(s, e))

THEOREM ConsConcat ==
  ASSUME NEW S, NEW e \in S, NEW s \in Seq(S), NEW t \in Seq(S)
  PROVE  Cons(e, s \o t) = Cons(e, s) \o t

THEOREM ConsInjective ==
  ASSUME NEW S, NEW d \in S, NEW e \in S, NEW s \in Seq(S), NEW t \in Seq(S)
  PROVE  (d = e /\ s = t) <=> Cons(d, s) = Cons(e, t)

THEOREM SequencesInductionCons ==
  ASSUME NEW S, NEW P(_), P(<<>>), \A e \in S, s \in Seq(S) : P(s) => P(Cons(e, s))
  PROVE  \A s \in Seq(S) : P(s)

-----------------------------------------------------------------------------
THEOREM ContainsRange ==
  ASSUME NEW S, NEW s \in Seq(S), NEW x
  PROVE  x \in Range(s) <=> Contains(s, x)

THEOREM ContainsEmpty ==
  ASSUME NEW x
  PROVE  Contains(<<>>, x) <=> FALSE

THEOREM ContainsAppend ==
  ASSUME NEW S, NEW s \in Seq(S), NEW e, NEW x
  PROVE  (x = e \/ Contains(s, x)) <=> Contains(Append(s, e), x)

THEOREM ContainsSingleton ==
  ASSUME NEW S, NEW e
  PROVE  \A x : x = e <=> Contains(<<e>>, x)

THEOREM ContainsConcat ==
  ASSUME NEW S, NEW T, NEW s \in Seq(S), NEW t \in Seq(T), NEW x
  PROVE  (Contains(s, x) \/ Contains(t, x)) <=> Contains(s \o t, x)

THEOREM ContainsCons ==
  ASSUME NEW S, NEW s \in Seq(S), NEW e, NEW x
  PROVE  (Contains(s, x) \/ x = e) <=> Contains(Cons(e, s), x)

THEOREM ContainsTail ==
  ASSUME NEW S, NEW s \in Seq(S), ~IsEmpty(s), NEW x, Contains(Tail(s), x)
  PROVE  Contains(s, x)

THEOREM ContainsTailExceptHead ==
  ASSUME NEW S, NEW s \in Seq(S), ~IsEmpty(s), NEW x, Contains(s, x), x # Head(s)
  PROVE  Contains(Tail(s), x)

-----------------------------------------------------------------------------
LOCAL Transitive(op(_, _), S) == \A x, y, z \in S : (op(x, y) /\ op(y, z)) => op(x, z)

THEOREM SortedEmpty ==
  ASSUME NEW op(_, _)
  PROVE  LET s == <<>> IN IsSorted(s, op)

THEOREM SortedSingleton ==
  ASSUME NEW op(_, _), NEW S, NEW e \in S
  PROVE  LET s == <<e>> IN IsSorted(s, op)

THEOREM SortedAppend ==
  ASSUME NEW S, NEW op(_, _), Transitive(op, S),
         NEW s \in Seq(S), IsSorted(s, op), NEW e \in S, IsEmpty(s) \/ op(Last(s), e)
  PROVE  LET t == Append(s, e) IN IsSorted(t, op)

THEOREM SortedConcat ==
  ASSUME NEW S, NEW op(_, _), Transitive(op, S),
         NEW s \in Seq(S), IsSorted(s, op), NEW t \in Seq(S), IsSorted(t, op),
         IsEmpty(s) \/ IsEmpty(t) \/ op(Last(s), Head(t))
  PROVE  LET u == s \o t IN IsSorted(u, op)

THEOREM SortedInjective ==
  ASSUME NEW S, NEW op(_, _), ~ \E x \in S : op(x, x), NEW s \in Seq(S), IsSorted(s, op)
  PROVE  IsInjective(s)

THEOREM SortedSubSeq ==
  ASSUME NEW S, NEW op(_, _), NEW s \in Seq(S), IsSorted(s, op),
         NEW i \in 1..(1 + Len(s)), NEW j \in 0..Len(s)
  PROVE  LET part == SubSeq(s, i, j) IN IsSorted(part, op)

-----------------------------------------------------------------------------
THEOREM InsertAtProperties ==
  ASSUME NEW S, NEW s \in Seq(S), NEW e \in S, NEW n \in 1..(1 + Len(s))
  PROVE  LET t == InsertAt(s, n, e)
         IN  /\ t \in Seq(S)
             /\ Len(t) = 1 + Len(s)
             /\ \A m \in 1..(1 + Len(s)) :
                  t[m] = CASE m = n -> e [] m < n -> s[m] [] m > n -> s[m - 1]

THEOREM RemoveAtProperties ==
  ASSUME NEW S, NEW s \in Seq(S), NEW n \in Positions(s)
  PROVE  LET t == RemoveAt(s, n)
         IN  /\ t \in Seq(S)
             /\ 1 + Len(t) = Len(s)
             /\ \A m \in 1..(Len(s) - 1) : t[m] = s[IF m >= n THEN m + 1 ELSE m]

THEOREM FrontProperties ==
  ASSUME NEW S, NEW s \in Seq(S)
  PROVE  LET t == Front(s)
         IN  /\ t \in Seq(S)
             /\ Len(t) = IF IsEmpty(s) THEN 0 ELSE Len(s) - 1
             /\ \A n \in 1..(Len(s) - 1) : s[n] = t[n]

THEOREM FrontOfEmpty == <<>> = Front(<<>>)

THEOREM LastProperties ==
  ASSUME NEW S, NEW s \in Seq(S), ~IsEmpty(s)
  PROVE  Last(s) \in S /\ s = Append(Front(s), Last(s))

THEOREM FrontLastOfSubSeq ==
  ASSUME NEW S, NEW s \in Seq(S), NEW j \in Positions(s), NEW i \in 1..j
  PROVE  LET part == SubSeq(s, i, j)
         IN  SubSeq(s, i, j - 1) = Front(part) /\ s[j] = Last(part)

THEOREM FrontLastAppend ==
  ASSUME NEW S, NEW s \in Seq(S), NEW e \in S
  PROVE  LET t == Append(s, e) IN s = Front(t) /\ e = Last(t)

LEMMA FrontInjectiveSeq ==
  ASSUME NEW S, NEW s \in Seq(S), ~IsEmpty(s), IsInjective(s)
  PROVE  LET t == Front(s) IN IsInjective(t) /\ Range(s) \ {Last(s)} = Range(t)

THEOREM SequencesInductionFront ==
  ASSUME NEW S, NEW P(_), P(<<>>), \A s \in Seq(S) : (P(Front(s)) /\ ~IsEmpty(s)) => P(s)
  PROVE  \A t \in Seq(S) : P(t)

-----------------------------------------------------------------------------
THEOREM ReverseProperties ==
  ASSUME NEW S, NEW s \in Seq(S)
  PROVE  LET t == Reverse(s) IN t \in Seq(S) /\ Len(s) = Len(t) /\ s = Reverse(t)

THEOREM ReverseEmpty == <<>> = Reverse(<<>>)

THEOREM ReverseEqual ==
  ASSUME NEW S, NEW t \in Seq(S), NEW u \in Seq(S), Reverse(t) = Reverse(u)
  PROVE  t = u

THEOREM ReverseEmptyIffEmpty ==
  ASSUME NEW S, NEW s \in Seq(S), IsEmpty(Reverse(s))
  PROVE  IsEmpty(s)

THEOREM ReverseConcat ==
  ASSUME NEW S, NEW s \in Seq(S), NEW t \in Seq(S)
  PROVE  Reverse(t) \o Reverse(s) = Reverse(s \o t)

THEOREM ReverseAppend ==
  ASSUME NEW S, NEW s \in Seq(S), NEW x \in S
  PROVE  Cons(x, Reverse(s)) = Reverse(Append(s, x))

THEOREM ReverseCons ==
  ASSUME NEW S, NEW s \in Seq(S), NEW x \in S
  PROVE  Append(Reverse(s), x) = Reverse(Cons(x, s))

THEOREM ReverseSingleton == \A e : <<e>> = Reverse(<<e>>)

THEOREM ReverseSubSeq ==
  ASSUME NEW S, NEW s \in Seq(S), NEW i \in Positions(s), NEW j \in 0..Len(s)
  PROVE  LET mirror(n) == (Len(s) + 1) - n
         IN  SubSeq(Reverse(s), mirror(j), mirror(i)) = Reverse(SubSeq(s, i, j))

THEOREM ReversePalindrome ==
  ASSUME NEW S, NEW s \in Seq(S), s = Reverse(s)
  PROVE  LET t == s \o s IN t = Reverse(t)

THEOREM LastEqualsHeadReverse ==
  ASSUME NEW S, NEW s \in Seq(S), ~IsEmpty(s)
  PROVE  Head(Reverse(s)) = Last(s)

THEOREM ReverseFrontEqualsTailReverse ==
  ASSUME NEW S, NEW s \in Seq(S), ~IsEmpty(s)
  PROVE  Tail(Reverse(s)) = Reverse(Front(s))

THEOREM RangeReverse ==
  ASSUME NEW S, NEW s \in Seq(S)
  PROVE  LET t == Reverse(s) IN Range(s) = Range(t) /\ DOMAIN s = DOMAIN t

-----------------------------------------------------------------------------
THEOREM IsPrefixProperties ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S)
  PROVE  LET yes == IsPrefix(p, s)
         IN  /\ (\E r \in Seq(S) : p \o r = s) <=> yes
             /\ (Len(s) >= Len(p) /\ SubSeq(s, 1, Len(p)) = p) <=> yes
             /\ (Len(s) >= Len(p) /\ Restrict(s, DOMAIN p) = p) <=> yes

THEOREM IsStrictPrefixProperties ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S)
  PROVE  LET yes == IsStrictPrefix(p, s)
             longer == Len(s) > Len(p)
         IN  /\ (\E r \in Seq(S) : ~IsEmpty(r) /\ p \o r = s) <=> yes
             /\ (longer /\ SubSeq(s, 1, Len(p)) = p) <=> yes
             /\ (longer /\ Restrict(s, DOMAIN p) = p) <=> yes
             /\ (longer /\ IsPrefix(p, s)) <=> yes

THEOREM IsPrefixElts ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S), IsPrefix(p, s), NEW n \in Positions(p)
  PROVE  s[n] = p[n]

THEOREM EmptyIsPrefix ==
  ASSUME NEW S, NEW s \in Seq(S)
  PROVE  /\ IsPrefix(<<>>, s) /\ ~IsStrictPrefix(s, <<>>)
         /\ IsEmpty(s) <=> IsPrefix(s, <<>>)
         /\ ~IsEmpty(s) <=> IsStrictPrefix(<<>>, s)

THEOREM IsPrefixConcat ==
  ASSUME NEW S, NEW p \in Seq(S), NEW r \in Seq(S)
  PROVE  LET s == p \o r IN IsPrefix(p, s)

THEOREM IsStrictPrefixAppend ==
  ASSUME NEW S, NEW p \in Seq(S), NEW x \in S
  PROVE  LET s == Append(p, x) IN IsStrictPrefix(p, s)

THEOREM FrontIsPrefix ==
  ASSUME NEW S, NEW s \in Seq(S)
  PROVE  LET p == Front(s) IN IsPrefix(p, s) /\ (IsEmpty(s) \/ IsStrictPrefix(p, s))

THEOREM IsPrefixPartialOrder ==
  ASSUME NEW S
  PROVE  IsPartialOrder(IsPrefix, S)

THEOREM ConcatIsPrefix ==
  ASSUME NEW S, NEW p \in Seq(S), NEW q \in Seq(S), NEW s \in Seq(S), IsPrefix(p \o q, s)
  PROVE  IsPrefix(p, s)

THEOREM ConcatIsPrefixCancel ==
  ASSUME NEW S, NEW p \in Seq(S), NEW q \in Seq(S), NEW s \in Seq(S)
  PROVE  IsPrefix(q, s) <=> IsPrefix(p \o q, p \o s)

THEOREM ConsIsPrefixCancel ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S), NEW x \in S
  PROVE  IsPrefix(p, s) <=> IsPrefix(Cons(x, p), Cons(x, s))

THEOREM ConsIsPrefix ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S), NEW x \in S, IsPrefix(Cons(x, p), s)
  PROVE  IsPrefix(p, Tail(s)) /\ Head(s) = x

THEOREM IsStrictPrefixStrictPartialOrder ==
  ASSUME NEW S
  PROVE  IsStrictOrder(IsStrictPrefix, S)

THEOREM IsStrictPrefixWellFounded ==
  ASSUME NEW S
  PROVE  LET R == OpToRel(IsStrictPrefix, Seq(S)) IN IsWellFoundedOn(R, Seq(S))

THEOREM SeqStrictPrefixInduction ==
  ASSUME NEW S, NEW P(_), IsInductive(P, IsStrictPrefix, S)
  PROVE  \A t \in Seq(S) : P(t)

-----------------------------------------------------------------------------
THEOREM IsSuffixProperties ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S)
  PROVE  LET yes == IsSuffix(p, s)
             skip == Len(s) - Len(p)
         IN  /\ (\E r \in Seq(S) : r \o p = s) <=> yes
             /\ (skip >= 0 /\ SubSeq(s, 1 + skip, Len(s)) = p) <=> yes

THEOREM IsStrictSuffixProperties ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S)
  PROVE  LET yes == IsStrictSuffix(p, s)
             skip == Len(s) - Len(p)
         IN  /\ (\E r \in Seq(S) : ~IsEmpty(r) /\ r \o p = s) <=> yes
             /\ (skip > 0 /\ IsSuffix(p, s)) <=> yes
             /\ (skip > 0 /\ SubSeq(s, 1 + skip, Len(s)) = p) <=> yes
             /\ IsStrictPrefix(Reverse(p), Reverse(s)) <=> yes

THEOREM IsSuffixElts ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S), IsSuffix(p, s), NEW n \in Positions(p)
  PROVE  s[n + (Len(s) - Len(p))] = p[n]

THEOREM EmptyIsSuffix ==
  ASSUME NEW S, NEW s \in Seq(S)
  PROVE  /\ IsSuffix(<<>>, s) /\ ~IsStrictSuffix(s, <<>>)
         /\ IsEmpty(s) <=> IsSuffix(s, <<>>)
         /\ ~IsEmpty(s) <=> IsStrictSuffix(<<>>, s)

THEOREM IsSuffixConcat ==
  ASSUME NEW S, NEW p \in Seq(S), NEW r \in Seq(S)
  PROVE  LET s == r \o p IN IsSuffix(p, s)

THEOREM IsStrictSuffixCons ==
  ASSUME NEW S, NEW p \in Seq(S), NEW x \in S
  PROVE  LET s == Cons(x, p) IN IsStrictSuffix(p, s)

THEOREM TailIsSuffix ==
  ASSUME NEW S, NEW s \in Seq(S), ~IsEmpty(s)
  PROVE  LET p == Tail(s) IN IsStrictSuffix(p, s)

THEOREM IsSuffixPartialOrder ==
  ASSUME NEW S
  PROVE  IsPartialOrder(IsSuffix, S)

THEOREM ConcatIsSuffix ==
  ASSUME NEW S, NEW p \in Seq(S), NEW q \in Seq(S), NEW s \in Seq(S), IsSuffix(q \o p, s)
  PROVE  IsSuffix(p, s)

THEOREM ConcatIsSuffixCancel ==
  ASSUME NEW S, NEW p \in Seq(S), NEW q \in Seq(S), NEW s \in Seq(S)
  PROVE  IsSuffix(q, s) <=> IsSuffix(q \o p, s \o p)

THEOREM AppendIsSuffixCancel ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S), NEW x \in S
  PROVE  IsSuffix(p, s) <=> IsSuffix(Append(p, x), Append(s, x))

THEOREM AppendIsSuffix ==
  ASSUME NEW S, NEW p \in Seq(S), NEW s \in Seq(S), NEW x \in S, IsSuffix(Append(p, x), s)
  PROVE  IsSuffix(p, Front(s)) /\ Last(s) = x

THEOREM IsStrictSuffixStrictPartialOrder ==
  ASSUME NEW S
  PROVE  IsStrictOrder(IsStrictSuffix, S)

THEOREM IsStrictSuffixWellFounded ==
  ASSUME NEW S
  PROVE  LET R == OpToRel(IsStrictSuffix, Seq(S)) IN IsWellFoundedOn(R, Seq(S))

THEOREM SeqStrictSuffixInduction ==
  ASSUME NEW S, NEW P(_), IsInductive(P, IsStrictSuffix, S)
  PROVE  \A t \in Seq(S) : P(t)

-----------------------------------------------------------------------------
(* Definitions by recursion. Def(f, s), the value for s when f has the     *)
(* others, looks at f for the sequences below s only.                      *)
LOCAL DeterminedBelow(Def(_, _), R(_, _), S) ==
  \A f, g : \A s \in Seq(S) :
    Def(f, s) = Def(g, s) \/ (\E below \in Seq(S) : R(below, s) /\ f[below] # g[below])

StrictPrefixesDetermineDef(S, Def(_, _)) == DeterminedBelow(Def, IsStrictPrefix, S)

LEMMA StrictPrefixesDetermineDef_WFDefOn ==
  ASSUME NEW S, NEW Def(_, _), StrictPrefixesDetermineDef(S, Def)
  PROVE  LET R == OpToRel(IsStrictPrefix, Seq(S)) IN WFDefOn(R, Seq(S), Def)

THEOREM PrefixRecursiveSequenceFunctionUnique ==
  ASSUME NEW S, NEW Def(_, _), StrictPrefixesDetermineDef(S, Def)
  PROVE  LET D == Seq(S) IN WFInductiveUnique(D, Def)

THEOREM PrefixRecursiveSequenceFunctionDef ==
  ASSUME NEW S, NEW Def(_, _), StrictPrefixesDetermineDef(S, Def),
         NEW f, OpDefinesFcn(f, Seq(S), Def)
  PROVE  LET D == Seq(S) IN WFInductiveDefines(f, D, Def)

THEOREM PrefixRecursiveSequenceFunctionType ==
  ASSUME NEW S, NEW T, T # {}, NEW Def(_, _), StrictPrefixesDetermineDef(S, Def),
         \A s \in Seq(S) : \A g \in [Seq(S) -> T] : Def(g, s) \in T,
         NEW f, WFInductiveDefines(f, Seq(S), Def)
  PROVE  LET D == Seq(S) IN f \in [D -> T]

StrictSuffixesDetermineDef(S, Def(_, _)) == DeterminedBelow(Def, IsStrictSuffix, S)

LEMMA StrictSuffixesDetermineDef_WFDefOn ==
  ASSUME NEW S, NEW Def(_, _), StrictSuffixesDetermineDef(S, Def)
  PROVE  LET R == OpToRel(IsStrictSuffix, Seq(S)) IN WFDefOn(R, Seq(S), Def)

THEOREM SuffixRecursiveSequenceFunctionUnique ==
  ASSUME NEW S, NEW Def(_, _), StrictSuffixesDetermineDef(S, Def)
  PROVE  LET D == Seq(S) IN WFInductiveUnique(D, Def)

THEOREM SuffixRecursiveSequenceFunctionDef ==
  ASSUME NEW S, NEW Def(_, _), StrictSuffixesDetermineDef(S, Def),
         NEW f, OpDefinesFcn(f, Seq(S), Def)
  PROVE  LET D == Seq(S) IN WFInductiveDefines(f, D, Def)

THEOREM SuffixRecursiveSequenceFunctionType ==
  ASSUME NEW S, NEW T, T # {}, NEW Def(_, _), StrictSuffixesDetermineDef(S, Def),
         \A s \in Seq(S) : \A g \in [Seq(S) -> T] : Def(g, s) \in T,
         NEW f, WFInductiveDefines(f, Seq(S), Def)
  PROVE  LET D == Seq(S) IN f \in [D -> T]

(* The value for s from s and the value for the sequence Less(s), and f0   *)
(* for the empty sequence.                                                 *)
LOCAL Step(f, s, f0, Def(_, _), Less(_)) == IF ~IsEmpty(s) THEN Def(f[Less(s)], s) ELSE f0

TailInductiveDefHypothesis(f, S, f0, Def(_, _)) ==
  f = CHOOSE g : g = [s \in Seq(S) |-> Step(g, s, f0, Def, Tail)]
TailInductiveDefConclusion(f, S, f0, Def(_, _)) ==
  f = [s \in Seq(S) |-> Step(f, s, f0, Def, Tail)]

THEOREM TailInductiveDef ==
  ASSUME NEW f, NEW S, NEW f0, NEW Def(_, _), TailInductiveDefHypothesis(f, S, f0, Def)
  PROVE  TailInductiveDefConclusion(f, S, f0, Def)

THEOREM TailInductiveDefType ==
  ASSUME NEW f, NEW S, NEW f0, NEW Def(_, _), TailInductiveDefConclusion(f, S, f0, Def),
         NEW T, f0 \in T, \A s \in Seq(S) : IsEmpty(s) \/ (\A v \in T : Def(v, s) \in T)
  PROVE  LET D == Seq(S) IN f \in [D -> T]

FrontInductiveDefHypothesis(f, S, f0, Def(_, _)) ==
  f = CHOOSE g : g = [s \in Seq(S) |-> Step(g, s, f0, Def, Front)]
FrontInductiveDefConclusion(f, S, f0, Def(_, _)) ==
  f = [s \in Seq(S) |-> Step(f, s, f0, Def, Front)]

THEOREM FrontInductiveDef ==
  ASSUME NEW f, NEW S, NEW f0, NEW Def(_, _), FrontInductiveDefHypothesis(f, S, f0, Def)
  PROVE  FrontInductiveDefConclusion(f, S, f0, Def)

THEOREM FrontInductiveDefType ==
  ASSUME NEW f, NEW S, NEW f0, NEW Def(_, _), FrontInductiveDefConclusion(f, S, f0, Def),
         NEW T, f0 \in T, \A s \in Seq(S) : IsEmpty(s) \/ (\A v \in T : Def(v, s) \in T)
  PROVE  LET D == Seq(S) IN f \in [D -> T]

-----------------------------------------------------------------------------
LOCAL Closed(op(_, _), V) == \A u, v \in V : op(u, v) \in V
(* op is associative on V, and base changes nothing on its right.          *)
LOCAL Monoid(op(_, _), base, V) ==
  /\ Closed(op, V)
  /\ \A u, v, w \in V : op(op(u, v), w) = op(u, op(v, w))
  /\ base \in V /\ (\A v \in V : op(v, base) = v)

THEOREM FoldLeftRecursion ==
  ASSUME NEW op(_, _), NEW base, NEW S, NEW s \in Seq(S)
  PROVE  FoldLeft(op, base, s) =
           IF IsEmpty(s) THEN base ELSE op(FoldLeft(op, base, Front(s)), Last(s))

THEOREM FoldLeftEmpty ==
  ASSUME NEW op(_, _), NEW base
  PROVE  base = FoldLeft(op, base, <<>>)

THEOREM FoldLeftNonempty ==
  ASSUME NEW op(_, _), NEW base, NEW S, NEW s \in Seq(S), ~IsEmpty(s)
  PROVE  op(FoldLeft(op, base, Front(s)), Last(s)) = FoldLeft(op, base, s)

THEOREM FoldLeftAppend ==
  ASSUME NEW op(_, _), NEW base, NEW S, NEW s \in Seq(S), NEW e \in S
  PROVE  op(FoldLeft(op, base, s), e) = FoldLeft(op, base, Append(s, e))

THEOREM FoldLeftType ==
  ASSUME NEW V, NEW op(_, _), Closed(op, V), NEW base \in V, NEW s \in Seq(V)
  PROVE  FoldLeft(op, base, s) \in V

THEOREM FoldLeftConcat ==
  ASSUME NEW V, NEW op(_, _), NEW base, Monoid(op, base, V), NEW s \in Seq(V), NEW t \in Seq(V)
  PROVE  op(FoldLeft(op, base, s), FoldLeft(op, base, t)) = FoldLeft(op, base, s \o t)

THEOREM FoldRightRecursion ==
  ASSUME NEW op(_, _), NEW base, NEW S, NEW s \in Seq(S)
  PROVE  FoldRight(op, s, base) =
           IF IsEmpty(s) THEN base ELSE op(Head(s), FoldRight(op, Tail(s), base))

THEOREM FoldRightEmpty ==
  ASSUME NEW op(_, _), NEW base
  PROVE  base = FoldRight(op, <<>>, base)

THEOREM FoldRightNonempty ==
  ASSUME NEW op(_, _), NEW base, NEW S, NEW s \in Seq(S), ~IsEmpty(s)
  PROVE  op(Head(s), FoldRight(op, Tail(s), base)) = FoldRight(op, s, base)

THEOREM FoldRightCons ==
  ASSUME NEW op(_, _), NEW base, NEW S, NEW s \in Seq(S), NEW e \in S
  PROVE  op(e, FoldRight(op, s, base)) = FoldRight(op, Cons(e, s), base)

THEOREM FoldRightType ==
  ASSUME NEW V, NEW op(_, _), Closed(op, V), NEW base \in V, NEW s \in Seq(V)
  PROVE  FoldRight(op, s, base) \in V

(* It is on the left that base has to change nothing here.                 *)
THEOREM FoldRightConcat ==
  ASSUME NEW V, NEW op(_, _), NEW base, Monoid(LAMBDA u, v : op(v, u), base, V),
         NEW s \in Seq(V), NEW t \in Seq(V)
  PROVE  op(FoldRight(op, s, base), FoldRight(op, t, base)) = FoldRight(op, s \o t, base)

THEOREM FoldLeftDomainIsMFS ==
  ASSUME NEW op(_, _), NEW base, NEW S, NEW s \in Seq(S)
  PROVE  LET swapped(n, acc) == op(acc, n)
             same(n) == n
         IN  MapThenFoldSet(swapped, base, same, Max, Positions(s)) = FoldLeftDomain(op, base, s)

THEOREM FoldRightDomainIsMFS ==
  ASSUME NEW op(_, _), NEW base, NEW S, NEW s \in Seq(S)
  PROVE  LET same(n) == n
         IN  MapThenFoldSet(op, base, same, Min, Positions(s)) = FoldRightDomain(op, s, base)
=============================================================================
