-------------------------- MODULE DyadicRationals --------------------------
(* Fractions [num, den] whose denominator is a power of two.               *)
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSetsExt
LOCAL INSTANCE TLC

LOCAL Fraction(n, d) == [num |-> n, den |-> d]

(* The greatest common divisor, by Euclid's algorithm.                     *)
LOCAL Common(m, n) ==
  LET euclid[a \in Nat, b \in Nat] == IF b = 0 THEN a ELSE euclid[b, a % b]
  IN  euclid[IF m < 0 THEN -m ELSE m, n]

(* The same number with the least denominator.                             *)
LOCAL Reduce(p) ==
  LET c == Common(p.num, p.den) IN Fraction(p.num \div c, p.den \div c)

IsDyadicRational(r) ==
  LET power[n \in Nat] == n = 1 \/ (n > 1 /\ n % 2 = 0 /\ power[n \div 2])
  IN  r.den > 0 /\ power[r.den]

Zero == Fraction(0, 1)

One == Fraction(1, 1)

(* The greater denominator is a multiple of the other: both are powers.    *)
Add(p, q) ==
  LET d == IF p.den < q.den THEN q.den ELSE p.den
      sum == p.num * (d \div p.den) + q.num * (d \div q.den)
  IN  IF p = Zero THEN q ELSE Reduce(Fraction(sum, d))

Half(p) == Reduce(Fraction(p.num, 2 * p.den))

PrettyPrint(p) ==
  CASE p = Zero -> "0"
    [] p = One -> "1"
    [] OTHER -> ToString(p.num) \o "/" \o ToString(p.den)
=============================================================================
