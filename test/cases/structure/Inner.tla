---- MODULE Inner ----
EXTENDS Naturals
CONSTANTS Node, Bound
VARIABLES msgs, state
Init == msgs = {} /\ state = [i \in Node |-> 0]
Small(n) == n < Bound
LOCAL Send(m) == msgs' = msgs \cup {m}
Tell(i) == Small(state[i]) /\ state' = [state EXCEPT ![i] = @ + 1] /\ Send([type |-> "t", n |-> state[i], from |-> i])
Hear(i) == \E m \in msgs : m.n >= state[i] /\ state' = [state EXCEPT ![i] = m.n] /\ UNCHANGED msgs
Next == \E i \in Node : Tell(i) \/ Hear(i)
====
