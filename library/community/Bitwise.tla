------------------------------ MODULE Bitwise ------------------------------
(* Bit operations on natural numbers.                                      *)
LOCAL INSTANCE Integers

(* Bit n of x, the lowest being bit 0.                                     *)
LOCAL Bit(x, n) == (x \div 2^n) % 2

(* The four recursive operators work on the bits from n on; m is the       *)
(* greater number without its n lowest bits, the end being m = 0. (LOCAL   *)
(* does not hide what was declared RECURSIVE: their names are exported.)   *)
RECURSIVE And(_, _, _, _)
LOCAL And(x, y, n, m) ==
  IF m > 0 THEN 2^n * (Bit(x, n) * Bit(y, n)) + And(x, y, n + 1, m \div 2) ELSE 0

RECURSIVE Or(_, _, _, _)
LOCAL Or(x, y, n, m) ==
  LET set == Bit(x, n) = 1 \/ Bit(y, n) = 1
  IN  IF m > 0 THEN (IF set THEN 2^n ELSE 0) + Or(x, y, n + 1, m \div 2) ELSE 0

RECURSIVE Xor(_, _, _, _)
LOCAL Xor(x, y, n, m) ==
  LET set == Bit(x, n) # Bit(y, n)
  IN  IF m > 0 THEN (IF set THEN 2^n ELSE 0) + Xor(x, y, n + 1, m \div 2) ELSE 0

RECURSIVE NotR(_, _, _)
LOCAL NotR(x, n, m) ==
  IF m > 0 THEN 2^n * (1 - Bit(x, n)) + NotR(x, n + 1, m \div 2) ELSE 0

LOCAL Greater(x, y) == IF x < y THEN y ELSE x

x & y == And(x, y, 0, Greater(x, y))
x | y == Or(x, y, 0, Greater(x, y))
x ^^ y == Xor(x, y, 0, Greater(x, y))

(* Turns every bit below the highest set one.                              *)
Not(a) == NotR(a, 0, a)

(* n without its pos lowest bits.                                          *)
RECURSIVE shiftR(_, _)
shiftR(n, pos) == IF pos # 0 THEN shiftR(n \div 2, pos - 1) ELSE n
=============================================================================
