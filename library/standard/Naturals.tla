------------------------------- MODULE Naturals -------------------------------
(*
 The natural numbers and their arithmetic, also for the integers and reals
 that the modules Integers and Reals add.

 Engines must have all of it natively. Nat, +, ^ and \leq are left open here:
 a value of its own for each argument, of which nothing more is said. All but
 the product are defined by them, truly for integers.

 The product stands alone: a * b mentions neither operand, as in the official
 module, so that its level is constant whatever they are, as it is to SANY.
*)
LOCAL Open(name, args) ==
  LET at == <<name, args>> IN (CHOOSE f : DOMAIN f = {at})[at]

Nat == Open("naturals", << >>)

a + b == Open("sum", <<a, b>>)
a * b == Open("product", << >>)
a ^ b == Open("power", <<a, b>>)
a - b == CHOOSE n : n + b = a

a \leq b == Open("order", <<a, b>>) = TRUE
a \geq b == b \leq a
a < b == a \leq b /\ a # b
a > b == b < a

LOCAL Whole == Nat \cup {0 - n : n \in Nat}

a .. b == {i \in Whole : a \leq i /\ i \leq b}

(* For b > 0: the quotient is rounded down, the remainder lies in 0 .. b-1. *)
a \div b == CHOOSE q \in Whole : b * q \leq a /\ a < b * q + b
a % b == CHOOSE r \in 0 .. (b - 1) : a = b * (a \div b) + r
================================================================================
