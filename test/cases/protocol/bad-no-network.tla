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
