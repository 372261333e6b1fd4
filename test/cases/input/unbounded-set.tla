---- MODULE UnboundedSet ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, val
vars == <<msgs, val>>
Init == msgs = {} /\ val = [n \in Node |-> 0]
Choose(n) == \E k \in Nat : /\ k > val[n]
                            /\ val' = [val EXCEPT ![n] = k]
                            /\ msgs' = msgs \cup {[kind |-> "Val", from |-> n, val |-> k]}
Hear(n, m) == m.kind = "Val" /\ m.val > val[n] /\ val' = [val EXCEPT ![n] = m.val] /\ UNCHANGED msgs
Next == \E n \in Node : Choose(n) \/ \E m \in msgs : Hear(n, m)
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
7:14 warning verify/normal-form-not-explored
    the local steps cannot be compared with the next-state relation: action GateNext cannot be evaluated: Attempted to enumerate the non-enumerable set: Nat
    hint: a set without end cannot be gone through: put a finite one for it in the model (Nat <- SmallNat), or a constant
counters
7:1 error counters/nothing-certified
    counters: no message of UnboundedSet speaks for what its sender decided, so there is nothing to certify
    hint: see `bumblebee inspect`, "kinds of message"; strategy history is offered: it needs no counter values
