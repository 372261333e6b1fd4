---- MODULE BadSharedTable ----
EXTENDS Naturals
CONSTANTS Node, Slot
VARIABLES msgs, x, votes
Init == msgs = {} /\ x = [n \in Node |-> 0] /\ votes = [k \in Slot |-> 0]
Vote(n, k) ==
    /\ votes[k] = 0
    /\ votes' = [votes EXCEPT ![k] = @ + 1]
    /\ x' = [x EXCEPT ![n] = votes[k]]
    /\ msgs' = msgs \cup {[kind |-> "Vote", from |-> n]}
Next == \E n \in Node, k \in Slot : Vote(n, k)
====
EXPECT
8:8 protocol/shared-table
    votes[k] is written and read by all: Vote writes it here
