---- MODULE M ----
EXTENDS Naturals
THEOREM T == ASSUME NEW n \in Nat, NEW P(_), P(n) PROVE P(n) /\ n \in Nat
A == n
====
EXPECT
4:6 names/unknown
