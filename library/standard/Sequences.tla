------------------------------ MODULE Sequences --------------------------------
(*
 Finite sequences: functions from 1 .. n. A tuple is one. All of it can be
 evaluated as it stands but Seq(S), an infinite set: engines need its
 membership test. Engines should have the rest natively too, for speed.
 Strings are no sequences here; TLC lets \o, Len and SubSeq take them as well.
*)
LOCAL INSTANCE Naturals

Seq(S) == UNION {[1 .. n -> S] : n \in Nat}

Len(s) == CHOOSE n \in Nat : 1 .. n = DOMAIN s

(* First s, then t. *)
s \o t ==
  LET m == Len(s)
  IN  [i \in 1 .. (m + Len(t)) |-> IF i > m THEN t[i - m] ELSE s[i]]

Append(s, e) == LET one == <<e>> IN s \o one

(* Neither has a meaning for the empty sequence. *)
Head(s) == s[1]
Tail(s) == CASE Len(s) > 0 -> [i \in 1 .. (Len(s) - 1) |-> s[i + 1]]

(* From the m-th element to the n-th, both included; empty if m > n. *)
SubSeq(s, m, n) == [i \in 1 .. (n - m + 1) |-> s[m + i - 1]]

(* The elements that pass the test, in their order. *)
SelectSeq(s, Test(_)) ==
  LET From[k \in 1 .. (Len(s) + 1)] ==
        CASE k > Len(s) -> << >>
          [] k \leq Len(s) ->
               IF Test(s[k]) THEN <<s[k]>> \o From[k + 1] ELSE From[k + 1]
  IN  From[1]
================================================================================
