---- MODULE M ----
P(a) == a'
Q(a) == P(a) = 1
I == INSTANCE N WITH Op <- Q
J == INSTANCE N WITH Op <- LAMBDA a : ENABLED a
K == INSTANCE N WITH Op <- LAMBDA a : a
====
%%%%
---- MODULE N ----
CONSTANT Op(_)
A == Op(1)
====
EXPECT
4:22 levels/substituted-priming
5:22 levels/substituted-priming
