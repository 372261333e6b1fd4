------------------------------ MODULE TwoStep ------------------------------
\* A candidate stands in one step and asks in another; a leader shows its list; what is settled is computed from a count.
EXTENDS Naturals, FiniteSets, Sequences
CONSTANTS Node, Item, Nobody
VARIABLES net, term, mode, choice, list, held, settled

Quorum == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}
Largest(S) == CHOOSE x \in S : \A y \in S : x >= y
Last(l) == IF l = <<>> THEN 0 ELSE l[Len(l)].term

Init ==
    /\ net = {}
    /\ term = [n \in Node |-> 0]
    /\ mode = [n \in Node |-> "idle"]
    /\ choice = [n \in Node |-> Nobody]
    /\ list = [n \in Node |-> <<>>]
    /\ held = [n \in Node |-> [m \in Node |-> 0]]
    /\ settled = [n \in Node |-> 0]

Stand(n) ==
    /\ mode[n] # "leads"
    /\ term' = [term EXCEPT ![n] = @ + 1]
    /\ mode' = [mode EXCEPT ![n] = "stands"]
    /\ choice' = [choice EXCEPT ![n] = n]
    /\ UNCHANGED <<net, list, held, settled>>

Ask(n) ==
    /\ mode[n] = "stands"
    /\ net' = net \cup {[is |-> "ask", at |-> term[n], by |-> n, last |-> Last(list[n]), size |-> Len(list[n])]}
    /\ UNCHANGED <<term, mode, choice, list, held, settled>>

Vote(n, m) ==
    /\ m.is = "ask" /\ m.at > term[n]
    /\ m.last > Last(list[n]) \/ (m.last = Last(list[n]) /\ m.size >= Len(list[n]))
    /\ term' = [term EXCEPT ![n] = m.at]
    /\ mode' = [mode EXCEPT ![n] = "idle"]
    /\ choice' = [choice EXCEPT ![n] = m.by]
    /\ net' = net \cup {[is |-> "vote", at |-> m.at, by |-> n, to |-> m.by]}
    /\ UNCHANGED <<list, held, settled>>

Lead(n) ==
    /\ mode[n] = "stands"
    /\ {n} \cup {m.by : m \in {x \in net : x.is = "vote" /\ x.to = n /\ x.at = term[n]}} \in Quorum
    /\ mode' = [mode EXCEPT ![n] = "leads"]
    /\ held' = [held EXCEPT ![n] = [m \in Node |-> 0]]
    /\ UNCHANGED <<net, term, choice, list, settled>>

Add(n, i) ==
    /\ mode[n] = "leads"
    /\ list' = [list EXCEPT ![n] = Append(@, [term |-> term[n], item |-> i])]
    /\ UNCHANGED <<net, term, mode, choice, held, settled>>

Share(n) ==
    /\ mode[n] = "leads"
    /\ net' = net \cup {[is |-> "share", at |-> term[n], by |-> n, list |-> list[n]]}
    /\ UNCHANGED <<term, mode, choice, list, held, settled>>

Take(n, m) ==
    /\ m.is = "share" /\ m.by # n /\ m.at >= term[n]
    /\ term' = [term EXCEPT ![n] = m.at]
    /\ mode' = [mode EXCEPT ![n] = "idle"]
    /\ list' = [list EXCEPT ![n] = m.list]
    /\ net' = net \cup {[is |-> "taken", at |-> m.at, by |-> n, to |-> m.by, size |-> Len(m.list)]}
    /\ UNCHANGED <<choice, held, settled>>

Hear(n, m) ==
    /\ m.is = "taken" /\ m.to = n /\ m.at = term[n]
    /\ held' = [held EXCEPT ![n][m.by] = m.size]
    /\ UNCHANGED <<net, term, mode, choice, list, settled>>

Settle(n) ==
    LET with(k) == {n} \cup {m \in Node : held[n][m] >= k}
        all == {k \in 1 .. Len(list[n]) : with(k) \in Quorum}
    IN  /\ mode[n] = "leads"
        /\ settled' = [settled EXCEPT ![n] = IF all = {} THEN 0 ELSE Largest(all)]
        /\ UNCHANGED <<net, term, mode, choice, list, held>>

Next == \E n \in Node :
    \/ Stand(n) \/ Ask(n) \/ Lead(n) \/ Share(n) \/ Settle(n)
    \/ \E i \in Item : Add(n, i)
    \/ \E m \in net : Vote(n, m) \/ Take(n, m) \/ Hear(n, m)
===========================================================================
