---- MODULE BadAlreadyHybrid ----
\* Found by what steps do: these names are not those that transforming gives.
EXTENDS Naturals
CONSTANTS Peer, Bad, Word
VARIABLES wire, held, tick, known
Good == Peer \ Bad
Init ==
    /\ wire = {}
    /\ held = [p \in Peer |-> 0]
    /\ tick = [p \in Peer |-> 0]
    /\ known = [p \in Peer |-> {}]
Outcome(p, h) == [ok |-> h < 2, held |-> h + 1, said |-> {[kind |-> "Say", by |-> p, num |-> h]}]
Act(p) ==
    \E o \in {Outcome(p, held[p])} :
        /\ o.ok
        /\ held' = [held EXCEPT ![p] = o.held]
        /\ wire' = wire \cup o.said
        /\ tick' = [tick EXCEPT ![p] = @ + 1]
        /\ UNCHANGED known
Claim(b) ==
    \E o \in {Outcome(b, h) : h \in known[b] \cup {0}} :
        /\ o.ok
        /\ wire' = wire \cup o.said
        /\ known' = [known EXCEPT ![b] = @ \cup {o.held}]
        /\ tick' = [tick EXCEPT ![b] = @ + 1]
        /\ UNCHANGED held
Next == (\E p \in Good : Act(p)) \/ (\E b \in Bad : Claim(b))
====
EXPECT
20:1 protocol/already-hybrid
    BadAlreadyHybrid is a hybrid already: Claim lets nodes of Bad claim steps, and keeps account of what they claimed
