------------------------------- MODULE Naturals -------------------------------
(*
 The natural numbers and their arithmetic, also for the integers and reals
 that the modules Integers and Reals add.

 Engines must have all of it natively. Nat, +, *, ^ and \leq are left open here:
 a CHOOSE that says of its value no more than its type. The others are defined
 by them, truly for integers.

 As in the official module, a * b mentions neither operand: its level is
 constant whatever they are, and levels here have to agree with SANY's.
*)
LOCAL Primitive(name, args) == CHOOSE v : <<name, args, v>> = <<name, args, v>>

Nat == Primitive("Nat", << >>)

a + b == Primitive("sum", <<a, b>>)
a * b == Primitive("product", "of the operands")
a ^ b == Primitive("power", <<a, b>>)
a - b == CHOOSE n : n + b = a

a \leq b == (CHOOSE v \in BOOLEAN : v = v) = (Primitive("order", <<a, b>>) = TRUE)
a \geq b == b \leq a
a < b == a \leq b /\ a # b
a > b == b < a

LOCAL Whole == Nat \cup {0 - n : n \in Nat}

a .. b == {i \in Whole : a \leq i /\ i \leq b}

(* For b > 0: the quotient is rounded down, the remainder lies in 0 .. b-1. *)
a \div b == CHOOSE q \in Whole : b * q \leq a /\ a < b * q + b
a % b == CHOOSE r \in 0 .. (b - 1) : a = b * (a \div b) + r
================================================================================
