---- MODULE PeersRead ----
EXTENDS Naturals
CONSTANT Node
VARIABLES log
Init == log = [n \in Node |-> 0]
Copy(n, p) == log[p] > log[n] /\ log' = [log EXCEPT ![n] = log[p]]
Up(n) == log[n] < 2 /\ log' = [log EXCEPT ![n] = @ + 1]
Next == \E n, p \in Node : Copy(n, p) \/ Up(n)
Spec == Init /\ [][Next]_log
====
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT
history
4:11 error protocol/no-network
    no variable holds the messages: none starts as {} and grows by messages sent
    hint: the network must be one set of messages that only grows; name it in the mapping file ("network")
6:1 error protocol/no-messages
    nodes read each other's log; nothing is sent, so nothing can be justified
    hint: let what a node learns of another come in a message: a variable that starts as {} and grows by messages sent
counters
4:11 error protocol/no-network
    no variable holds the messages: none starts as {} and grows by messages sent
    hint: the network must be one set of messages that only grows; name it in the mapping file ("network")
6:1 error protocol/no-messages
    nodes read each other's log; nothing is sent, so nothing can be justified
    hint: let what a node learns of another come in a message: a variable that starts as {} and grows by messages sent
