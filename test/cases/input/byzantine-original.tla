---- MODULE ByzantineOriginal ----
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Faulty, Value, None, F
VARIABLES msgs, voted, decided
vars == <<msgs, voted, decided>>
Honest == Node \ Faulty
Message == [kind : {"Vote"}, from : Node, val : Value]
Init == /\ msgs = {}
        /\ voted = [n \in Node |-> None]
        /\ decided = [n \in Node |-> None]
Vote(n, v) == /\ voted[n] = None
              /\ voted' = [voted EXCEPT ![n] = v]
              /\ msgs' = msgs \cup {[kind |-> "Vote", from |-> n, val |-> v]}
              /\ UNCHANGED decided
Decide(n, v) == /\ Cardinality({m \in msgs : m.kind = "Vote" /\ m.val = v}) >= 2 * F + 1
                /\ decided[n] = None
                /\ decided' = [decided EXCEPT ![n] = v]
                /\ UNCHANGED <<msgs, voted>>
Inject(z) == \E m \in Message : m.from = z /\ msgs' = msgs \cup {m} /\ UNCHANGED <<voted, decided>>
Next == \/ \E n \in Honest, v \in Value : Vote(n, v) \/ Decide(n, v)
        \/ \E z \in Faulty : Inject(z)
Spec == Init /\ [][Next]_vars
Agreement == \A a, b \in Honest : decided[a] # None /\ decided[b] # None => decided[a] = decided[b]
====
CFG
CONSTANTS
Node = {n1, n2, n3, n4}
Faulty = {n4}
Value = {v1, v2}
None = None
F = 1
SPECIFICATION Spec
INVARIANT Agreement
CHECK_DEADLOCK FALSE
EXPECT
history
19:1 error protocol/already-byzantine
    already Byzantine: Inject lets nodes of Faulty, and no others, send messages that follow from nothing they have
    hint: name the behaviour without liars in the mapping file ("init", "next"), or with SPECIFICATION in the model; liars come in by transforming
counters
19:1 error protocol/already-byzantine
    already Byzantine: Inject lets nodes of Faulty, and no others, send messages that follow from nothing they have
    hint: name the behaviour without liars in the mapping file ("init", "next"), or with SPECIFICATION in the model; liars come in by transforming
