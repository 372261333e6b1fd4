---- MODULE TwoActors ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, asked, given
vars == <<msgs, asked, given>>
Init == msgs = {} /\ asked = [n \in Node |-> 0] /\ given = [n \in Node |-> 0]
Ask(n) ==
    /\ asked[n] = 0
    /\ msgs' = msgs \cup {[kind |-> "Ask", from |-> n]}
    /\ UNCHANGED <<asked, given>>
Give(n, m) ==
    /\ m.kind = "Ask"
    /\ given' = [given EXCEPT ![n] = 1]
    /\ asked' = [asked EXCEPT ![m.from] = 1]
    /\ UNCHANGED msgs
Next == \E n \in Node : Ask(n) \/ \E m \in msgs : Give(n, m)
Spec == Init /\ [][Next]_vars
====
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT
history
14:8 error protocol/two-actors
    action Give changes the state of two nodes, n and m.from
    hint: one step is taken by one node: split the action, and let the second node act on a message
counters
14:8 error protocol/two-actors
    action Give changes the state of two nodes, n and m.from
    hint: one step is taken by one node: split the action, and let the second node act on a message
