---- MODULE Ballots ----
EXTENDS Naturals
\* Ballots are pairs with an order of their own.
CONSTANTS Node
VARIABLES msgs, bal
Less(a, b) == a[1] < b[1] \/ a[1] = b[1] /\ a[2] < b[2]
Init == msgs = {} /\ bal = [i \in Node |-> <<0, i>>]
Start(i) ==
    /\ bal[i][1] < 2
    /\ bal' = [bal EXCEPT ![i] = <<@[1] + 1, i>>]
    /\ msgs' = msgs \cup {[type |-> "1a", bal |-> <<bal[i][1] + 1, i>>, from |-> i]}
Follow(i) == \E m \in msgs : Less(bal[i], m.bal) /\ bal' = [bal EXCEPT ![i] = m.bal] /\ UNCHANGED msgs
Next == \E i \in Node : Start(i) \/ Follow(i)
Spec == Init /\ [][Next]_<<msgs, bal>>
====
CFG
CONSTANT Node = {1, 2}
EXPECT
