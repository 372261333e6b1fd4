---- MODULE M ----
EXTENDS Naturals, FiniteSets
CONSTANTS N, F(_, _), _ \prec _
VARIABLES x, y
RECURSIVE G(_)
ASSUME N \in Nat
ASSUME Named == N > 0
LOCAL H(a, K(_)) == K(a)
G(n) == IF n = 0 THEN 0 ELSE G(n - 1)
f[n \in Nat, <<a, b>> \in N] == n
a \oplus b == a + b
a ^+ == a
-. a == 0 - a
LOCAL INSTANCE Sequences
I(p) == INSTANCE Q WITH a <- p, \prec <- <, K <- LAMBDA u : u
====
EXPECT
ok
