---- MODULE UnboundedVariable ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, val
vars == <<msgs, val>>
Init == msgs = {} /\ val = [n \in Node |-> 0]
Up(n) == /\ val' = [val EXCEPT ![n] = @ + 1]
         /\ msgs' = msgs \cup {[kind |-> "Val", from |-> n, val |-> val[n]]}
Hear(n, m) == m.kind = "Val" /\ m.val > val[n] /\ val' = [val EXCEPT ![n] = m.val] /\ UNCHANGED msgs
Next == \E n \in Node : Up(n) \/ \E m \in msgs : Hear(n, m)
Spec == Init /\ [][Next]_vars
Safe == \A n \in Node : val[n] >= 0
====
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
INVARIANT Safe
CHECK_DEADLOCK FALSE
EXPECT
history
7:13 warning verify/unbounded
    nothing bounds val: Up raises it again and again, so that there is no end of states
    hint: compare val with a constant in the guard of Up, or give the model a CONSTRAINT
counters
7:1 error counters/nothing-certified
    counters: no message of UnboundedVariable speaks for what its sender decided, so there is nothing to certify
    hint: see `bumblebee inspect`, "kinds of message"; strategy history is offered: it needs no counter values
