---- MODULE BadAllNodes ----
EXTENDS Naturals
CONSTANT Node
VARIABLES clock, heard, msgs
vars == <<clock, heard, msgs>>
Init == /\ msgs = {}
        /\ clock = [n \in Node |-> 0]
        /\ heard = [n \in Node |-> 0]
Tick == clock' = [n \in Node |-> IF clock[n] < 3 THEN clock[n] + 1 ELSE clock[n]] /\ UNCHANGED <<heard, msgs>>
Beat(n) == /\ clock[n] = 3
           /\ clock' = [clock EXCEPT ![n] = 0]
           /\ msgs' = msgs \cup {[kind |-> "Beat", from |-> n]}
           /\ UNCHANGED heard
Hear(n) == \E m \in msgs : m.kind = "Beat" /\ heard' = [heard EXCEPT ![n] = 1] /\ UNCHANGED <<clock, msgs>>
Next == Tick \/ \E n \in Node : Beat(n) \/ Hear(n)
Spec == Init /\ [][Next]_vars
Safe == \A n \in Node : heard[n] <= 1
====
EXPECT
9:9 protocol/all-nodes
    action Tick changes clock of all nodes in one step
