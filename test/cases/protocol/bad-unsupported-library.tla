---- MODULE BadUnsupportedLibrary ----
EXTENDS Naturals, IOUtils
CONSTANT Node
VARIABLES msgs, x
Unused == IOEnv
Init == msgs = {} /\ x = [n \in Node |-> 0]
Next == \E n \in Node :
    /\ x' = [x EXCEPT ![n] = atoi("1")]
    /\ msgs' = msgs \cup {[kind |-> "A", from |-> n]}
====
EXPECT
8:30 protocol/unsupported-unit
    atoi of module IOUtils is not supported in a protocol specification yet
