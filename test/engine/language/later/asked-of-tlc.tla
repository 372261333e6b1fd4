---- MODULE M ----
EXTENDS Naturals, TLC, TLCExt, Sequences
VARIABLES x
Foo == x + 1
Ok == x < 5
Init == x = 0
Next == x' = TLCEvalDefinition("Foo") \/ (TLCDefer(1 = {}) /\ x' = 0)
Inv == TLCEvalDefinition("Foo") = x + 1 /\ (TLCEvalDefinition("Ok") => x < 5)
Con == Len(Trace) < 4 /\ Trace[Len(Trace)].x = x
====
INIT Init
NEXT Next
CHECK_DEADLOCK FALSE
INVARIANT Inv
CONSTRAINT Con
EXPECT holds 3 distinct 7 generated
