---- MODULE BadNetworkIsBag ----
EXTENDS Naturals, Bags
CONSTANT Node
VARIABLES messages, x
Init == messages = EmptyBag /\ x = [n \in Node |-> 0]
Next == \E n \in Node :
    /\ messages' = messages (+) SetToBag({[kind |-> "Ping", from |-> n]})
    /\ UNCHANGED x
====
EXPECT
4:11 protocol/no-network
    no variable holds the messages: none starts as {} and grows by messages sent
4:11 protocol/global-variable
    variable messages belongs to no node: it does not start as a function over the set of nodes
