---- MODULE M ----
THEOREM T == ASSUME NEW x PROVE x = x
A == T
====
EXPECT
3:6 names/sequent-value
