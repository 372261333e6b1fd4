---- MODULE NoKindField ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x
vars == <<msgs, x>>
Init == msgs = {} /\ x = [n \in Node |-> 0]
Ask(n) == msgs' = msgs \cup {[from |-> n, v |-> x[n]]} /\ UNCHANGED x
Answer(n, m) == msgs' = msgs \cup {[from |-> n, to |-> m.from]} /\ x' = [x EXCEPT ![n] = 1]
Next == \E n \in Node : Ask(n) \/ (\E m \in msgs : Answer(n, m))
Spec == Init /\ [][Next]_vars
Safe == \A n \in Node : x[n] <= 1
====
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
INVARIANT Safe
CHECK_DEADLOCK FALSE
EXPECT
history
7:30 error protocol/no-kind-field
    no field tells the kind of a message: none holds a string or a constant in all messages sent
    hint: give every message a field such as kind |-> "Vote"
counters
7:30 error protocol/no-kind-field
    no field tells the kind of a message: none holds a string or a constant in all messages sent
    hint: give every message a field such as kind |-> "Vote"
