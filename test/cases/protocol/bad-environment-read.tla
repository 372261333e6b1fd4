---- MODULE BadEnvironmentRead ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x, clock
Init == msgs = {} /\ x = [n \in Node |-> 0] /\ clock = 0
Tick == clock' = clock + 1 /\ UNCHANGED <<msgs, x>>
Ask(n) ==
    /\ clock > x[n]
    /\ x' = [x EXCEPT ![n] = clock]
    /\ msgs' = msgs \cup {[kind |-> "Ask", from |-> n]}
    /\ UNCHANGED clock
Next == Tick \/ \E n \in Node : Ask(n)
====
MAPPING
{ "environment": ["clock"] }
EXPECT
9:8 protocol/environment-read
    clock is to be the environment's, but what Ask writes or sends depends on it
