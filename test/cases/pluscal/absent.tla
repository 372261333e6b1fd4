---- MODULE absent ----
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
====
EXPECT
absent
4:4 error pluscal/absent
