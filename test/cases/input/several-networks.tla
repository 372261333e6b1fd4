---- MODULE SeveralNetworks ----
EXTENDS Naturals
CONSTANT Node
VARIABLES asks, answers, x
vars == <<asks, answers, x>>
Init == asks = {} /\ answers = {} /\ x = [n \in Node |-> 0]
Ask(n) == asks' = asks \cup {n} /\ UNCHANGED <<answers, x>>
Answer(n, m) == answers' = answers \cup {<<n, m>>} /\ UNCHANGED <<asks, x>>
Take(n, m) == m[2] = n /\ x' = [x EXCEPT ![n] = 1] /\ UNCHANGED <<asks, answers>>
Next == \E n \in Node : Ask(n) \/ (\E m \in asks : Answer(n, m)) \/ (\E m \in answers : Take(n, m))
Spec == Init /\ [][Next]_vars
====
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT
history
4:11 error protocol/no-network
    several variables could hold the messages: asks, answers
    hint: the network must be one set of messages that only grows; name it in the mapping file ("network")
counters
4:11 error protocol/no-network
    several variables could hold the messages: asks, answers
    hint: the network must be one set of messages that only grows; name it in the mapping file ("network")
