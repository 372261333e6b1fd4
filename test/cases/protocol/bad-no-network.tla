---- MODULE BadNoNetwork ----
EXTENDS Naturals
CONSTANT Node
VARIABLES x
Init == x = [n \in Node |-> 0]
Next == \E n, o \in Node : x' = [x EXCEPT ![n] = x[o]]
====
EXPECT
4:11 protocol/no-network
    no variable holds the messages: none starts as {} and grows by messages sent
6:9 protocol/no-messages
    nodes read each other's x; nothing is sent, so nothing can be justified
