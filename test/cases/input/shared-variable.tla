---- MODULE SharedVariable ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x, lock
vars == <<msgs, x, lock>>
Init == msgs = {} /\ x = [n \in Node |-> 0] /\ lock = FALSE
Take(n) ==
    /\ ~lock
    /\ lock' = TRUE
    /\ x' = [x EXCEPT ![n] = 1]
    /\ msgs' = msgs \cup {[kind |-> "Have", from |-> n]}
Free(n, m) ==
    /\ m.kind = "Have"
    /\ m.from = n
    /\ lock' = FALSE
    /\ UNCHANGED <<msgs, x>>
Next == \E n \in Node : Take(n) \/ \E m \in msgs : Free(n, m)
Spec == Init /\ [][Next]_vars
====
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT
history
4:20 error protocol/global-variable
    variable lock belongs to no node: it does not start as a function over the set of nodes
    hint: what a node knows must be its own: make it [n \in Nodes |-> …], or a message; if only guards read it, and nodes need not know it, name it in the mapping file ("environment")
counters
4:20 error protocol/global-variable
    variable lock belongs to no node: it does not start as a function over the set of nodes
    hint: what a node knows must be its own: make it [n \in Nodes |-> …], or a message; if only guards read it, and nodes need not know it, name it in the mapping file ("environment")
