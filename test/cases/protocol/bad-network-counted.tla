---- MODULE BadNetworkCounted ----
EXTENDS Naturals, TLC
CONSTANT Node
VARIABLES bag, x

Init == bag = [m \in {} |-> 0] /\ x = [n \in Node |-> 0]
Ask(n) == bag' = bag @@ ([kind |-> "Ask", from |-> n] :> 1) /\ UNCHANGED x
Take(n) == \E m \in DOMAIN bag :
    /\ bag[m] = 2
    /\ x' = [x EXCEPT ![n] = @ + 1]
    /\ UNCHANGED bag
Clear(n) == bag' = [m \in {} |-> 0] /\ UNCHANGED x
Next == \E n \in Node : Ask(n) \/ Take(n) \/ Clear(n)
====
EXPECT
9:8 protocol/network-elsewhere
    bag is read as a whole here
12:13 protocol/network-update
    the network bag is changed otherwise than by adding messages
