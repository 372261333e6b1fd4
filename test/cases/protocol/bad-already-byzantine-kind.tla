---- MODULE BadAlreadyByzantineKind ----
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
Inject(z) == \E v \in Value : msgs' = msgs \cup {[kind |-> "Vote", from |-> z, val |-> v]} /\ UNCHANGED <<voted, decided>>
Next == \/ \E n \in Honest, v \in Value : Vote(n, v) \/ Decide(n, v)
        \/ \E z \in Faulty : Inject(z)
Spec == Init /\ [][Next]_vars
Agreement == \A a, b \in Honest : decided[a] # None /\ decided[b] # None => decided[a] = decided[b]
====
EXPECT
19:1 protocol/already-byzantine
    already Byzantine: Inject lets nodes of Faulty, and no others, send messages that follow from nothing they have
