---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0
Next == x' = x + 1 /\ Assert(x' < 4, <<"too far", x'>>)
====
INIT Init
NEXT Next
EXPECT fault assertion
