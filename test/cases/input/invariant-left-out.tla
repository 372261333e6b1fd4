---- MODULE LeftOut ----
EXTENDS Naturals
CONSTANTS Node, Top
VARIABLES msgs, term, told
vars == <<msgs, term, told>>
Init == /\ msgs = {}
        /\ term = [n \in Node |-> 0]
        /\ told = {}
Raise(n) == /\ term[n] < Top
            /\ term' = [term EXCEPT ![n] = @ + 1]
            /\ msgs' = msgs \cup {[kind |-> "Term", from |-> n, term |-> term[n] + 1]}
            /\ told' = told \cup {<<n, term[n]>>}
Follow(n) == \E m \in msgs :
    /\ m.term > term[n]
    /\ term' = [term EXCEPT ![n] = m.term]
    /\ UNCHANGED <<msgs, told>>
Next == \E n \in Node : Raise(n) \/ Follow(n)
Spec == Init /\ [][Next]_vars
Below == \A n \in Node : term[n] <= Top
Highest(n) == \A t \in told : t[1] = n => t[2] < term[n]
ToldLower == \A n \in Node : Highest(n)
====
CFG
CONSTANTS Node = {n1, n2, n3} Top = 2
SPECIFICATION Spec
INVARIANTS Below ToldLower
CHECK_DEADLOCK FALSE
EXPECT
history
21:1 error verify/reads-left-out
    ToldLower reads told, which is left out: nothing that a node does depends on it
    hint: say in the mapping file what is to hold of correct nodes, without told: "invariants": ["Below"]
counters
9:1 error counters/nothing-certified
    counters: no message of LeftOut speaks for what its sender decided, so there is nothing to certify
    hint: see `bumblebee inspect`, "kinds of message"; strategy history is offered: it needs no counter values
