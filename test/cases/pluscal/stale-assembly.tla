---- MODULE stale_assembly ----
\* The c-syntax, one process, labels left to the translator.
EXTENDS Integers
(* --algorithm swap {
  variables x \in 1..3; y = [i \in 1..2 |-> i];
  { while (x < 5) {
      x := x + 1;
      if (y[1] = x) { y[1] := y[2] || y[2] := y[1] }
      else { y[1] := x };
      x := x * 2;
      with (k \in {1, 2}) { await y[k] # 7; y[k] := 0; }
    }
  }
} *)
\* BEGIN TRANSLATION
VARIABLES x, y, pc

vars == << x, y, pc >>

Init == (* Global variables *)
        /\ x \in 1..3
        /\ y = [i \in 1..2 |-> i]
        /\ pc = "Lbl_1"

Lbl_1 == /\ pc = "Lbl_1"
         /\ IF x < 5
               THEN /\ x' = x + 1
                    /\ IF y[1] = x'
                          THEN /\ y' = [y EXCEPT ![1] = y[2],
                                                 ![2] = y[1]]
                          ELSE /\ y' = [y EXCEPT ![1] = x']
                    /\ pc' = "Lbl_2"
               ELSE /\ pc' = "Done"
                    /\ UNCHANGED << x, y >>

Lbl_2 == /\ pc = "Lbl_2"
         /\ x' = x * 2
         /\ \E k \in {1, 2}:
              /\ y[k] # 7
              /\ y' = [y EXCEPT ![k] = 0]
         /\ pc' = "Lbl_1"

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == FALSE \/ Lbl_2
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
EXPECT
stale
4:4 error pluscal/stale
note `Next` in the translation lacks a part
