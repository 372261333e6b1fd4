---- MODULE InjectedMessages ----
EXTENDS Naturals
CONSTANTS Node
VARIABLES msgs, x
vars == <<msgs, x>>
Message == [kind : {"a"}, from : Node, val : {0, 1}]
Init == msgs = {} /\ x = [i \in Node |-> 0]
Send(i) == msgs' = msgs \cup {[kind |-> "a", from |-> i, val |-> x[i]]} /\ UNCHANGED x
Lies == \E m \in Message : msgs' = msgs \cup {m} /\ UNCHANGED x
Hear(i) == \E m \in msgs : m.kind = "a" /\ x' = [x EXCEPT ![i] = m.val] /\ UNCHANGED msgs
Honest == \E i \in Node : Send(i) \/ Hear(i)
Next == Honest \/ Lies
Spec == Init /\ [][Next]_vars
Safe == \A i \in Node : x[i] \in {0, 1}
====
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
INVARIANT Safe
CHECK_DEADLOCK FALSE
EXPECT
history
9:1 error protocol/sends-anything
    already Byzantine: Lies sends any message of Message, whatever the sender has
    hint: name the behaviour without liars in the mapping file ("init", "next"), or with SPECIFICATION in the model; liars come in by transforming; a step that is honest: write the record that it sends
counters
9:1 error protocol/sends-anything
    already Byzantine: Lies sends any message of Message, whatever the sender has
    hint: name the behaviour without liars in the mapping file ("init", "next"), or with SPECIFICATION in the model; liars come in by transforming; a step that is honest: write the record that it sends
