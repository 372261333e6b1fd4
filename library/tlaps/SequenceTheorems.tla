---------------------------- MODULE SequenceTheorems ---------------------------
(* Facts of finite sequences. *)
EXTENDS Sequences, Functions
LOCAL INSTANCE NaturalsInduction
LOCAL INSTANCE TLAPS

LEMMA SeqDef == \A S : Seq(S) = UNION {[1 .. k -> S] : k \in Nat}

THEOREM SeqMonotonic ==
  ASSUME NEW S, NEW T, NEW seq \in Seq(S), S \in SUBSET T
  PROVE  seq \in Seq(T)

THEOREM ElementOfSeq ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW n \in DOMAIN seq
  PROVE  seq[n] \in S

THEOREM EmptySeq ==
  ASSUME NEW S
  PROVE  << >> \in Seq(S) /\ Len(<< >>) = 0 /\ \A t \in Seq(S) : t = << >> \/ Len(t) > 0

THEOREM LenProperties ==
  ASSUME NEW S, NEW seq \in Seq(S)
  PROVE  \E n \in Nat : n = Len(seq) /\ DOMAIN seq = 1 .. n /\ seq \in [1 .. n -> S]

THEOREM IsASeq ==
  ASSUME NEW n \in Nat, NEW e(_), NEW S, {e(k) : k \in 1 .. n} \subseteq S
  PROVE  [k \in 1 .. n |-> e(k)] \in Seq(S)

THEOREM ExceptSeq ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW i \in 1 .. Len(seq), NEW e \in S
  PROVE  LET changed == [seq EXCEPT ![i] = e]
         IN  /\ changed \in Seq(S) /\ Len(changed) = Len(seq)
             /\ changed[i] = e /\ \A k \in 1 .. Len(seq) \ {i} : changed[k] = seq[k]

THEOREM SeqEqual ==
  ASSUME NEW S, NEW s \in Seq(S), NEW t \in Seq(S), Len(t) = Len(s),
         \A k \in 1 .. Len(t) : t[k] = s[k]
  PROVE  t = s
--------------------------------------------------------------------------------
(* Concatenation. *)
THEOREM ConcatProperties ==
  ASSUME NEW S, NEW s1 \in Seq(S), NEW s2 \in Seq(S)
  PROVE  /\ s1 \o s2 \in Seq(S) /\ Len(s1 \o s2) = Len(s1) + Len(s2)
         /\ \A k \in 1 .. Len(s1) : (s1 \o s2)[k] = s1[k]
         /\ \A k \in 1 .. Len(s2) : (s1 \o s2)[Len(s1) + k] = s2[k]

THEOREM ConcatEmptySeq ==
  ASSUME NEW S, NEW seq \in Seq(S)
  PROVE  << >> \o seq = seq /\ seq \o << >> = seq

THEOREM ConcatEqualIffEmpty ==
  ASSUME NEW S, NEW s \in Seq(S), NEW t \in Seq(S)
  PROVE  /\ t = << >> <=> s \o t = s
         /\ s = << >> <=> s \o t = t
         /\ s = << >> /\ t = << >> <=> s \o t = << >>

THEOREM ConcatAssociative ==
  ASSUME NEW S, NEW s \in Seq(S), NEW t \in Seq(S), NEW u \in Seq(S)
  PROVE  s \o (t \o u) = (s \o t) \o u

THEOREM ConcatSimplifications ==
  /\ idRight :: \A S : \A a, b \in Seq(S) : a \o b = a => b = << >>
  /\ idLeft :: \A S : \A a, b \in Seq(S) : a \o b = b => a = << >>
  /\ concIsEmpty :: \A S : \A a, b \in Seq(S) : a \o b = << >> => {a, b} = {<< >>}
  /\ cancelLeft :: \A S : \A a, b, c \in Seq(S) : a \o b = a \o c => b = c
  /\ cancelRight :: \A S : \A a, b, c \in Seq(S) : a \o c = b \o c => a = b
--------------------------------------------------------------------------------
(* Parts. *)
THEOREM SubSeqProperties ==
  ASSUME NEW S, NEW s, NEW m \in Int, NEW n \in Int, {s[k] : k \in m .. n} \subseteq S
  PROVE  /\ SubSeq(s, m, n) \in Seq(S)
         /\ Len(SubSeq(s, m, n)) = IF n < m THEN 0 ELSE 1 + n - m
         /\ \A k \in m .. n : SubSeq(s, m, n)[k - m + 1] = s[k]

THEOREM SubSeqEmpty ==
  ASSUME NEW s, NEW m \in Int, NEW n \in Int, m > n
  PROVE  << >> = SubSeq(s, m, n)

THEOREM SubSeqRange ==
  ASSUME NEW S, NEW s \in Seq(S), NEW m \in 1 .. Len(s), NEW n \in 1 .. Len(s)
  PROVE  \A e \in Range(SubSeq(s, m, n)) : e \in Range(s)

THEOREM HeadTailProperties ==
  ASSUME NEW S, NEW s \in Seq(S), s # << >>
  PROVE  /\ Head(s) \in S \cap Range(s)
         /\ Tail(s) \in Seq(S) \cap Seq(Range(s))
         /\ Len(s) = Len(Tail(s)) + 1
         /\ \A k \in 2 .. Len(s) : Tail(s)[k - 1] = s[k]

THEOREM TailIsSubSeq ==
  ASSUME NEW S, NEW s \in Seq(S), s # << >>
  PROVE  SubSeq(s, 2, Len(s)) = Tail(s)

THEOREM SubSeqRestrict ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW n \in 0 .. Len(seq)
  PROVE  Restrict(seq, 1 .. n) = SubSeq(seq, 1, n)

THEOREM HeadTailOfSubSeq ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW m \in 1 .. Len(seq), NEW n \in m .. Len(seq)
  PROVE  seq[m] = Head(SubSeq(seq, m, n)) /\ SubSeq(seq, m + 1, n) = Tail(SubSeq(seq, m, n))

THEOREM SubSeqRecursive ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW m \in 1 .. Len(seq), NEW n \in m .. Len(seq)
  PROVE  \A part \in {<<seq[m]>> \o SubSeq(seq, m + 1, n), Append(SubSeq(seq, m, n - 1), seq[n])} :
           part = SubSeq(seq, m, n)

THEOREM SubSeqOfSubSeq ==
  ASSUME NEW S, NEW s \in Seq(S), NEW t \in Seq(S),
         NEW i \in 1 .. Len(s), NEW j \in 1 .. Len(s),
         NEW m \in 1 .. (j - i + 1), NEW n \in 1 .. (j - i + 1)
  PROVE  SubSeq(s, m + i - 1, n + i - 1) = SubSeq(SubSeq(s, i, j), m, n)

THEOREM ConcatAdjacentSubSeq ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW m \in 1 .. (Len(seq) + 1),
         NEW k \in (m - 1) .. Len(seq), NEW n \in k .. Len(seq)
  PROVE  SubSeq(seq, m, n) = SubSeq(seq, m, k) \o SubSeq(seq, k + 1, n)

THEOREM SubSeqOfConcat1 ==
  ASSUME NEW S, NEW s \in Seq(S), NEW t \in Seq(S), NEW m \in 1 .. Len(s), NEW n \in 1 .. Len(s)
  PROVE  SubSeq(s, m, n) = SubSeq(s \o t, m, n)

THEOREM SubSeqOfConcat2 ==
  ASSUME NEW S, NEW s \in Seq(S), NEW t \in Seq(S),
         NEW m \in (Len(s) + 1) .. (Len(s) + Len(t)), NEW n \in (Len(s) + 1) .. (Len(s) + Len(t))
  PROVE  SubSeq(t, m - Len(s), n - Len(s)) = SubSeq(s \o t, m, n)
--------------------------------------------------------------------------------
(* One element more. *)
THEOREM AppendProperties ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW elt \in S
  PROVE  LET longer == Append(seq, elt)
         IN  /\ longer \in Seq(S) /\ longer # << >> /\ Len(longer) = 1 + Len(seq)
             /\ longer[Len(longer)] = elt /\ \A k \in 1 .. Len(seq) : longer[k] = seq[k]
             /\ Range(longer) = {elt} \cup Range(seq)

THEOREM AppendIsConcat ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW elt \in S
  PROVE  seq \o <<elt>> = Append(seq, elt)

THEOREM HeadTailAppend ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW elt
  PROVE  IF seq = << >>
         THEN Head(Append(seq, elt)) = elt /\ Tail(Append(seq, elt)) = << >>
         ELSE /\ Head(Append(seq, elt)) = Head(seq)
              /\ Tail(Append(seq, elt)) = Append(Tail(seq), elt)

THEOREM AppendInjective ==
  ASSUME NEW S, NEW e \in S, NEW s \in Seq(S), NEW f \in S, NEW t \in Seq(S)
  PROVE  e = f /\ s = t <=> Append(s, e) = Append(t, f)

THEOREM SequenceEmptyOrAppend ==
  ASSUME NEW S, NEW seq \in Seq(S), seq # << >>
  PROVE  \E last \in S : \E front \in Seq(S) : Append(front, last) = seq

THEOREM SequencesInductionAppend ==
  ASSUME NEW P(_), NEW S, P(<< >>), \A e \in S : \A s \in Seq(S) : P(s) => P(Append(s, e))
  PROVE  \A s \in Seq(S) : P(s)

THEOREM SequencesInductionTail ==
  ASSUME NEW S, NEW P(_), P(<< >>), \A s \in Seq(S) \ {<< >>} : P(Tail(s)) => P(s)
  PROVE  \A s \in Seq(S) : P(s)
--------------------------------------------------------------------------------
(* The elements, and sequences without repetition. *)
THEOREM RangeOfSeq ==
  ASSUME NEW S, NEW seq \in Seq(S)
  PROVE  Range(seq) \subseteq S

THEOREM RangeEquality ==
  ASSUME NEW S, NEW seq \in Seq(S)
  PROVE  {seq[k] : k \in 1 .. Len(seq)} = Range(seq)

THEOREM SeqOfRange ==
  ASSUME NEW S, NEW seq \in Seq(S)
  PROVE  \A T : Range(seq) \subseteq T => seq \in Seq(T)

THEOREM RangeConcatenation ==
  ASSUME NEW S, NEW s1 \in Seq(S), NEW s2 \in Seq(S)
  PROVE  Range(s1) \cup Range(s2) = Range(s1 \o s2)

LEMMA EmptySingletonIsInjective == IsInjective(<< >>) /\ \A x : IsInjective(<<x>>)

LEMMA ConcatInjectiveSeq ==
  ASSUME NEW S, NEW s \in Seq(S), NEW t \in Seq(S)
  PROVE  IsInjective(s) /\ IsInjective(t) /\ Range(t) \cap Range(s) = {} <=> IsInjective(s \o t)

LEMMA AppendInjectiveSeq ==
  ASSUME NEW S, NEW seq \in Seq(S), NEW e \in S
  PROVE  ~(e \in Range(seq)) /\ IsInjective(seq) <=> IsInjective(Append(seq, e))

LEMMA TailInjectiveSeq ==
  ASSUME NEW S, NEW seq \in Seq(S), seq # << >>, IsInjective(seq)
  PROVE  IsInjective(Tail(seq)) /\ Range(Tail(seq)) = {e \in Range(seq) : e # seq[1]}
================================================================================
