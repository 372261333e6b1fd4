---- MODULE M ----
EXTENDS Naturals
VARIABLE n
Down(x, m) ==
  LET RECURSIVE Outer(_)
      Outer(a) ==
        IF a = 0 THEN x
        ELSE LET RECURSIVE Inner(_)
                 Inner(b) == IF b = 0 THEN Outer(a - 1) + 1 ELSE Inner(b - 1)
             IN Inner(2)
  IN Outer(m)
Init == n = 0
Next == n < 9 /\ n' \in {Down(n, 1), Down(n, 3)}
====
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
EXPECT holds 12 distinct 19 generated
