---------------------------- MODULE SequencesExt ----------------------------
(* More operators on finite sequences. Those built from Len, SubSeq and \o *)
(* alone also work on the strings of TLC.                                  *)
EXTENDS Sequences, Naturals, FiniteSets, FiniteSetsExt, Folds, Functions, Bags, TLC

(* The set, and the bag, of the elements of s.                             *)
ToSet(s) == {s[n] : n \in DOMAIN s}
ToBag(s) ==
  LET Places(e) == {n \in DOMAIN s : e = s[n]}
  IN  [e \in ToSet(s) |-> Cardinality(Places(e))]

(* Some sequence, and all sequences, of the elements of S, each once.      *)
SetToSeq(S) == CHOOSE s \in [1..Cardinality(S) -> S] : IsInjective(s)
SetToSeqs(S) == Injection(1..Cardinality(S), S)

(* The elements of S in an order in which op holds of neighbours.          *)
SetToSortSeq(S, op(_, _)) == LET s == SetToSeq(S) IN SortSeq(s, op)

(* All sequences of different elements of S.                               *)
SetToAllKPermutations(S) == UNION {Injection(1..k, S) : k \in 0..Cardinality(S)}

(* The sequences over a set of length n, and of length at most n.          *)
TupleOf(set, n) == [1..n -> set]
SeqOf(set, n) == UNION {TupleOf(set, k) : k \in 0..n}
BoundedSeq(S, n) == UNION {TupleOf(S, k) : k \in 0..n}

-----------------------------------------------------------------------------
Contains(s, e) == \E n \in 1..Len(s) : e = s[n]

(* op holds of every element and every later one.                          *)
IsSorted(s, op(_, _)) == \A n \in 1..Len(s) : \A m \in 1..(n - 1) : op(s[m], s[n])

Reverse(s) == [n \in 1..Len(s) |-> s[1 + Len(s) - n]]

(* s without any e; with `new` for every `old`.                            *)
Remove(s, e) == LET Other(x) == x # e IN SelectSeq(s, Other)
ReplaceAll(s, old, new) == [n \in 1..Len(s) |-> IF old # s[n] THEN s[n] ELSE new]

-----------------------------------------------------------------------------
(* The places between two whose element passes Test.                       *)
LOCAL Passing(seq, from, to, Test(_)) == {n \in from..to : Test(seq[n])}

(* The first, and the last, such place; 0 when there is none. With from    *)
(* and to: in that part of seq, but counted from the start of seq, as the  *)
(* module's Java does and its tests say.                                   *)
SelectInSubSeq(seq, from, to, Test(_)) ==
  LET found == Passing(seq, from, to, Test) IN IF found = {} THEN 0 ELSE Min(found)
SelectLastInSubSeq(seq, from, to, Test(_)) ==
  LET found == Passing(seq, from, to, Test) IN IF found = {} THEN 0 ELSE Max(found)
SelectInSeq(seq, Test(_)) == SelectInSubSeq(seq, 1, Len(seq), Test)
SelectLastInSeq(seq, Test(_)) == SelectLastInSubSeq(seq, 1, Len(seq), Test)

-----------------------------------------------------------------------------
(* e put before place i; put in its place; place i left out.               *)
InsertAt(s, i, e) == SubSeq(s, 1, i - 1) \o (<<e>> \o SubSeq(s, i, Len(s)))
ReplaceAt(s, i, e) == [s EXCEPT ![i] = e]
RemoveAt(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, 1 + i, Len(s))

(* Without the first e; without the first element that passes Test.        *)
RemoveFirst(s, e) ==
  LET Same(x) == x = e
      n == SelectInSeq(s, Same)
  IN  IF n = 0 THEN s ELSE RemoveAt(s, n)
RemoveFirstMatch(s, Test(_)) ==
  LET n == SelectInSeq(s, Test) IN IF n = 0 THEN s ELSE RemoveAt(s, n)

Cons(elt, seq) == <<elt>> \o seq
Snoc(elt, seq) == Append(seq, elt)

(* All but the last; the last.                                             *)
Front(s) == SubSeq(s, 1, Len(s) - 1)
Last(s) == s[Len(s)]

-----------------------------------------------------------------------------
IsPrefix(s, t) == Len(s) <= Len(t) /\ SubSeq(t, 1, Len(s)) = SubSeq(s, 1, Len(s))
IsStrictPrefix(s, t) == s # t /\ IsPrefix(s, t)
IsSuffix(s, t) ==
  LET skip == Len(t) - Len(s)
  IN  skip >= 0 /\ \A n \in 1..Len(s) : s[n] = t[skip + n]
IsStrictSuffix(s, t) == s # t /\ IsSuffix(s, t)

Prefixes(s) == {SubSeq(s, 1, n) : n \in 0..Len(s)}
Suffixes(s) == {SubSeq(s, n, Len(s)) : n \in 1..(Len(s) + 1)}

(* What all sequences of S begin with.                                     *)
CommonPrefixes(S) ==
  {p \in UNION {Prefixes(s) : s \in S} : \A s \in S : IsPrefix(p, s)}
LongestCommonPrefix(S) ==
  LET common == CommonPrefixes(S)
  IN  CHOOSE p \in common : \A q \in common : Len(p) >= Len(q)

-----------------------------------------------------------------------------
(* a % b, but in 1..b.                                                     *)
SeqMod(a, b) == LET r == a % b IN IF r # 0 THEN r ELSE b

(* In the order of an arbitrary CHOOSE of the places.                      *)
FoldSeq(op(_, _), base, seq) == FoldFunction(op, base, seq)

(* op(... op(op(base, s1), s2) ..., sn) and op(s1, op(s2, ... op(sn, base))). *)
FoldLeft(op(_, _), base, seq) ==
  LET Swapped(x, acc) == op(acc, x)
      At(n) == seq[n]
  IN  MapThenFoldSet(Swapped, base, At, Max, DOMAIN seq)
FoldRight(op(_, _), seq, base) ==
  LET At(n) == seq[n] IN MapThenFoldSet(op, base, At, Min, DOMAIN seq)

(* The same, over the places instead of the elements.                      *)
FoldLeftDomain(op(_, _), base, seq) ==
  LET Swapped(n, acc) == op(acc, n)
      Same(n) == n
  IN  MapThenFoldSet(Swapped, base, Same, Max, DOMAIN seq)
FoldRightDomain(op(_, _), seq, base) ==
  LET Same(n) == n IN MapThenFoldSet(op, base, Same, Min, DOMAIN seq)

-----------------------------------------------------------------------------
(* The elements of seqs, one after the other.                              *)
FlattenSeq(seqs) ==
  LET Concat(s, t) == s \o t
  IN  IF Len(seqs) > 0 THEN FoldLeft(Concat, seqs[1], Tail(seqs)) ELSE seqs

(* The pairs of elements at the same place, as long as both have one.      *)
Zip(s, t) ==
  LET both == {n \in 1..Len(s) : n <= Len(t)} IN [n \in both |-> <<s[n], t[n]>>]

(* <<s1>>, <<t1>>, <<s2>>, <<t2>>, ... for sequences of the same length;   *)
(* two empty sequences give two empty ones.                                *)
Interleave(s, t) ==
  CASE Len(s) = Len(t) /\ Len(s) = 0 -> <<<<>>, <<>>>>
    [] Len(s) = Len(t) /\ Len(s) > 0 ->
         [n \in 1..(2 * Len(s)) |->
            IF n % 2 = 0 THEN <<t[n \div 2]>> ELSE <<s[(n + 1) \div 2]>>]

(* The parts of s without gaps.                                            *)
SubSeqs(s) == {SubSeq(s, m, n) : m \in 1..(Len(s) + 1), n \in 0..Len(s)}

(* What is left of s when elements are left out.                           *)
AllSubSeqs(s) ==
  LET Kept(D) ==
        LET Keep(acc, n) == IF n \in D THEN Append(acc, s[n]) ELSE acc
        IN  FoldLeftDomain(Keep, <<>>, s)
  IN  {Kept(D) : D \in SUBSET DOMAIN s}

(* The places of t at which s begins.                                      *)
LOCAL Starts(s, t) ==
  {n \in 1..(1 + Len(t) - Len(s)) : SubSeq(t, n, n + Len(s) - 1) = s}

(* The first place of t at which s begins; arbitrary if there is none.     *)
IndexFirstSubSeq(s, t) == Min(Starts(s, t))

(* t with r for as many elements as s has, from place i on; with r for the *)
(* first s.                                                                *)
ReplaceSubSeqAt(i, r, s, t) ==
  SubSeq(t, 1, i - 1) \o (r \o SubSeq(t, i + Len(s), Len(t)))
ReplaceFirstSubSeq(r, s, t) ==
  IF Starts(s, t) = {} THEN t ELSE ReplaceSubSeqAt(IndexFirstSubSeq(s, t), r, s, t)

-----------------------------------------------------------------------------
(* Sets of places where s (not empty) begins in t, without overlap, and as *)
(* many as possible.                                                       *)
LOCAL Covers(s, t) ==
  LET apart == {P \in SUBSET Starts(s, t) :
                  \A m, n \in P : m < n => m + Len(s) <= n}
  IN  {P \in apart : \A Q \in apart : Cardinality(Q) <= Cardinality(P)}

(* Cut t around the s at the places P, into as few pieces as possible: the *)
(* number of the piece that begins at p \in P.                             *)
LOCAL PieceNumber(p, P, s) ==
  LET upTo == {q \in P : q <= p}
      gaps == {q \in upTo : q # 1 /\ (q - Len(s)) \notin P}
  IN  Cardinality(upTo) + Cardinality(gaps)

(* Of all covers the one whose pieces s have the least numbers; of several *)
(* such covers, the leftmost.                                              *)
LOCAL BestCover(s, t) ==
  LET all == Covers(s, t)
      Nth(P, k) == CHOOSE p \in P : Cardinality({q \in P : q <= p}) = k
      NoLater(P, Q) ==
        \A k \in 1..Cardinality(P) :
          PieceNumber(Nth(P, k), P, s) <= PieceNumber(Nth(Q, k), Q, s)
      best == {P \in all : \A Q \in all : NoLater(P, Q)}
  IN  CHOOSE P \in best :
        \A Q \in best : P = Q \/ Min(P \ Q) < Min(Q \ P)

(* t with r for every s. An empty s: r before every element.               *)
ReplaceAllSubSeqs(r, s, t) ==
  LET Element(n) == SubSeq(t, n, n)
      Filled == [n \in 1..Len(t) |-> r \o Element(n)]
      cover == BestCover(s, t)
      Covered(n) == \E p \in cover : p <= n /\ n < p + Len(s)
      Piece(n) == IF n \in cover THEN r ELSE IF Covered(n) THEN SubSeq(t, 1, 0) ELSE Element(n)
  IN  CASE s = t -> r
        [] s # t /\ r = s -> t
        [] s # t /\ r # s /\ Len(s) = 0 -> FlattenSeq(Filled)
        [] s # t /\ r # s /\ Len(s) > 0 /\ Starts(s, t) # {} ->
             FlattenSeq([n \in 1..Len(t) |-> Piece(n)])
        [] OTHER -> t
=============================================================================
