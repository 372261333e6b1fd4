---- MODULE Leaderless ----
\* Whoever has a command proposes it together with the commands that it knows; nobody leads, nothing is numbered.
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Command
VARIABLES msgs, known, settled
Majority == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}
Init == /\ msgs = {}
        /\ known = [n \in Node |-> [c \in Command |-> {}]]
        /\ settled = [n \in Node |-> {}]
Propose(n, c) ==
    LET before == {d \in Command : known[n][d] # {}}
    IN  /\ known[n][c] = {}
        /\ known' = [known EXCEPT ![n][c] = before \cup {c}]
        /\ msgs' = msgs \cup {[kind |-> "Propose", from |-> n, command |-> c, before |-> before]}
        /\ UNCHANGED settled
Answer(n, m) ==
    LET before == m.before \cup {d \in Command : known[n][d] # {}}
    IN  /\ m.kind = "Propose"
        /\ known' = [known EXCEPT ![n][m.command] = before \cup {m.command}]
        /\ msgs' = msgs \cup {[kind |-> "Answer", from |-> n, command |-> m.command, before |-> before]}
        /\ UNCHANGED settled
Settle(n, c) ==
    /\ \E Q \in Majority : \A q \in Q \ {n} : \E m \in msgs : m.kind = "Answer" /\ m.from = q /\ m.command = c
    /\ known[n][c] # {}
    /\ settled' = [settled EXCEPT ![n] = @ \cup {c}]
    /\ UNCHANGED <<msgs, known>>
Next == \E n \in Node :
    \/ \E c \in Command : Propose(n, c) \/ Settle(n, c)
    \/ \E m \in msgs : Answer(n, m)
Known == \A n \in Node : \A c \in settled[n] : known[n][c] # {}
====
CFG
CONSTANTS
Node = {n1, n2, n3}
Command = {c1, c2}
INIT Init
NEXT Next
INVARIANT Known
CHECK_DEADLOCK FALSE
EXPECT
history
nothing to say
counters
13:12 error counters/incompatible
    counters: Propose writes one part of known; no counter of the node rises with it, so no number orders what Propose, Answer speak for: the fold over certificates never stops early
    hint: strategy history is offered: it needs no counter values
11:36 error counters/incompatible
    counters: field before of Propose is computed from all of known
    hint: strategy history is offered: it needs no counter values
17:50 error counters/incompatible
    counters: field before of Answer is computed from all of known
    hint: strategy history is offered: it needs no counter values
14:31 error counters/incompatible
    counters: no quorum makes anybody a leader before it is proposed
    hint: strategy history is offered: it needs no counter values
