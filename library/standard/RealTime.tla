------------------------------- MODULE RealTime --------------------------------
(*
 Time bounds on actions, with a variable for the present time. These are
 temporal formulas over reals: to be read, or used in proofs; no engine here
 checks them.
*)
EXTENDS Reals
VARIABLE now

(*
 A step of action A that changes v happens at the earliest D, at the latest E
 after it became possible: a hidden clock runs while the action stays enabled.
*)
RTBound(A, v, D, E) ==
  LET Step == <<A>>_v
      Runs == ~Step /\ (ENABLED Step)'
      Tick(clock) == clock' = (IF Runs THEN clock + (now' - now) ELSE 0)
      Clock(clock) == clock = 0 /\ [][Tick(clock)]_<<clock, v, now>>
      Late(clock) == [](clock \leq E)
      Early(clock) == [][A => clock \geq D]_v
  IN  \EE clock : Clock(clock) /\ Early(clock) /\ Late(clock)

(* Time grows, passes every bound, and stands still while v changes. *)
RTnow(v) ==
  LET Pass == now' \in {t \in Real : now < t} /\ UNCHANGED v
  IN  /\ now \in Real
      /\ [][Pass]_now
      /\ \A t \in Real : WF_now(Pass /\ now' > t)
================================================================================
