---- MODULE SharedClock ----
EXTENDS Naturals
CONSTANT Node
VARIABLES now, lease, msgs, holder
vars == <<now, lease, msgs, holder>>
Init == /\ now = 0
        /\ msgs = {}
        /\ lease = [n \in Node |-> 0]
        /\ holder = [n \in Node |-> FALSE]
Tick == now < 5 /\ now' = now + 1 /\ UNCHANGED <<lease, msgs, holder>>
Grab(n) == /\ now >= lease[n]
           /\ lease' = [lease EXCEPT ![n] = now + 2]
           /\ holder' = [holder EXCEPT ![n] = TRUE]
           /\ msgs' = msgs \cup {[kind |-> "Lease", from |-> n, until |-> now + 2]}
           /\ UNCHANGED now
Hear(n, m) == /\ m.kind = "Lease"
              /\ lease' = [lease EXCEPT ![n] = m.until]
              /\ holder' = [holder EXCEPT ![n] = FALSE]
              /\ UNCHANGED <<now, msgs>>
Next == Tick \/ \E n \in Node : Grab(n) \/ \E m \in msgs : Hear(n, m)
Spec == Init /\ [][Next]_vars
Safe == \A n \in Node : lease[n] <= 7
====
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT
history
10:20 error protocol/clock
    now is a clock that all nodes share: Tick counts it up; that time has passed cannot be certified
    hint: let a time-out be a step that may always be taken (safety must not rest on time); if only guards read now, name it in the mapping file ("environment")
counters
10:20 error protocol/clock
    now is a clock that all nodes share: Tick counts it up; that time has passed cannot be certified
    hint: let a time-out be a step that may always be taken (safety must not rest on time); if only guards read now, name it in the mapping file ("environment")
