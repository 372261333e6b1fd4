---- MODULE Hidden ----
EXTENDS Naturals
VARIABLES y
RECURSIVE Sum(_)
LOCAL Sum(n) == IF n = 0 THEN 0 ELSE n + Sum(n - 1)
LOCAL Twice(n) == 2 * n
Grown(n) == Sum(n) + Twice(n)
Small == y < 9 /\ Twice(y) < 9 /\ Grown(y) < 50
Move == y' = Sum(y) + 1
====
