---- MODULE FifoChannels ----
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
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT
history
11:18 error protocol/fifo-channel
    chan is a FIFO channel: Push appends to it and Take takes what is at its head; a network that keeps an order is not supported
    hint: send messages into one set that only grows, with fields for sender and receiver; where the order matters, number them and let the receiver take the next number
counters
11:18 error protocol/fifo-channel
    chan is a FIFO channel: Push appends to it and Take takes what is at its head; a network that keeps an order is not supported
    hint: send messages into one set that only grows, with fields for sender and receiver; where the order matters, number them and let the receiver take the next number
