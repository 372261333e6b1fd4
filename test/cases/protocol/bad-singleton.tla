---- MODULE BadSingleton ----
CONSTANT Node
VARIABLES msgs, x, chief
Init == msgs = {} /\ x = [n \in Node |-> "new"] /\ chief = "idle"
Tell(n) ==
    /\ x' = [x EXCEPT ![n] = "told"]
    /\ msgs' = msgs \cup {[kind |-> "Ready", from |-> n]}
    /\ UNCHANGED chief
Decide ==
    /\ chief = "idle"
    /\ \A n \in Node : [kind |-> "Ready", from |-> n] \in msgs
    /\ chief' = "done"
    /\ msgs' = msgs \cup {[kind |-> "Commit"]}
    /\ UNCHANGED x
Next == Decide \/ \E n \in Node : Tell(n)
====
EXPECT
9:1 protocol/no-actor
    nothing tells which node takes action Decide
12:8 protocol/singleton
    chief is the state of one process that is none of Node: Decide writes it as a whole
