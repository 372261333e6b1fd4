---- MODULE BadFifoChannel ----
EXTENDS Naturals, Sequences
CONSTANT Node
VARIABLES chan, val, got
vars == <<chan, val, got>>
Init == /\ chan = [p \in Node |-> [q \in Node |-> <<>>]]
        /\ val = [p \in Node |-> 0]
        /\ got = [p \in Node |-> 0]
Push(p, q) == /\ val[p] < 2
              /\ val' = [val EXCEPT ![p] = @ + 1]
              /\ chan' = [chan EXCEPT ![p][q] = Append(@, [kind |-> "Put", from |-> p, val |-> val[p]])]
              /\ UNCHANGED got
Take(p, q) == /\ chan[p][q] # <<>>
              /\ got' = [got EXCEPT ![q] = Head(chan[p][q]).val]
              /\ chan' = [chan EXCEPT ![p][q] = Tail(@)]
              /\ UNCHANGED val
Next == \E p, q \in Node : Push(p, q) \/ Take(p, q)
Spec == Init /\ [][Next]_vars
Safe == \A p \in Node : got[p] <= 2
====
EXPECT
11:18 protocol/fifo-channel
    chan is a FIFO channel: Push appends to it and Take takes what is at its head; a network that keeps an order is not supported
