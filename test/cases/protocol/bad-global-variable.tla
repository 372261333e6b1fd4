---- MODULE BadGlobalVariable ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x, total
Init == msgs = {} /\ x = [n \in Node |-> 0] /\ total = 0
Next == \E n \in Node :
    /\ total < 3
    /\ total' = total + 1
    /\ x' = [x EXCEPT ![n] = total]
    /\ msgs' = msgs \cup {[kind |-> "Ping", from |-> n]}
====
EXPECT
4:20 protocol/global-variable
    variable total belongs to no node: it does not start as a function over the set of nodes
