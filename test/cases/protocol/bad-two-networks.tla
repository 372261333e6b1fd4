---- MODULE BadTwoNetworks ----
EXTENDS Naturals
CONSTANT Node
VARIABLES asks, answers, x
Init == asks = {} /\ answers = {} /\ x = [n \in Node |-> 0]
Next == \E n \in Node : asks' = asks \cup {n} /\ UNCHANGED <<answers, x>>
====
EXPECT
4:11 protocol/no-network
    several variables could hold the messages: asks, answers
