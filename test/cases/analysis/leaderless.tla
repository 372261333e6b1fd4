---------------------------- MODULE Leaderless ----------------------------
\* Whoever has a command proposes it, with what it knows to come before it; nobody leads, nothing is numbered.
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Command, Unknown
VARIABLES wire, known, done

Quorum == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}
Send(m) == wire' = wire \cup {m}

Init ==
    /\ wire = {}
    /\ known = [n \in Node |-> [c \in Command |-> Unknown]]
    /\ done = [n \in Node |-> {}]

Propose(n, c) ==
    LET before == {d \in Command : known[n][d] # Unknown}
    IN  /\ known[n][c] = Unknown
        /\ known' = [known EXCEPT ![n][c] = before]
        /\ Send([type |-> "Offer", from |-> n, command |-> c, before |-> before])
        /\ UNCHANGED done

Answer(n, m) ==
    LET before == m.before \cup {d \in Command \ {m.command} : known[n][d] # Unknown}
    IN  /\ m.type = "Offer"
        /\ known' = [known EXCEPT ![n][m.command] = before]
        /\ Send([type |-> "Seen", from |-> n, command |-> m.command, before |-> before])
        /\ UNCHANGED done

Settle(n, c) ==
    /\ \E Q \in Quorum : \A q \in Q : \E m \in wire : m.type = "Seen" /\ m.from = q /\ m.command = c
    /\ done' = [done EXCEPT ![n] = @ \cup {c}]
    /\ UNCHANGED <<wire, known>>

Next == \E n \in Node :
    \/ \E c \in Command : Propose(n, c) \/ Settle(n, c)
    \/ \E m \in wire : Answer(n, m)
===========================================================================
