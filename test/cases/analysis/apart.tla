---- MODULE Apart ----
\* Two registers of each node that have nothing in common.
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Value, None, MaxEpoch
VARIABLES msgs, epochA, keptA, epochB, keptB

othersA == <<epochB, keptB>>
othersB == <<epochA, keptA>>
Send(m) == msgs' = msgs \cup {m}

Init ==
    /\ msgs = {}
    /\ epochA = [n \in Node |-> 0]
    /\ keptA = [n \in Node |-> None]
    /\ epochB = [n \in Node |-> 0]
    /\ keptB = [n \in Node |-> None]

OpenA(n) ==
    /\ epochA[n] < MaxEpoch
    /\ epochA' = [epochA EXCEPT ![n] = @ + 1]
    /\ Send([kind |-> "OpenA", source |-> n, epoch |-> epochA[n] + 1])
    /\ UNCHANGED <<keptA, othersA>>

ProposeA(n, v) ==
    /\ epochA[n] > 0
    /\ ~ \E m \in msgs : m.kind = "ProposeA" /\ m.source = n /\ m.epoch = epochA[n]
    /\ Send([kind |-> "ProposeA", source |-> n, epoch |-> epochA[n], value |-> v])
    /\ UNCHANGED <<epochA, keptA, othersA>>

AcceptA(n, m) ==
    /\ m.kind = "ProposeA"
    /\ m.epoch > epochA[n]
    /\ epochA' = [epochA EXCEPT ![n] = m.epoch]
    /\ keptA' = [keptA EXCEPT ![n] = m.value]
    /\ Send([kind |-> "AcceptA", source |-> n, epoch |-> m.epoch, value |-> m.value])
    /\ UNCHANGED othersA

OpenB(n) ==
    /\ epochB[n] < MaxEpoch
    /\ epochB' = [epochB EXCEPT ![n] = @ + 1]
    /\ Send([kind |-> "OpenB", source |-> n, epoch |-> epochB[n] + 1])
    /\ UNCHANGED <<keptB, othersB>>

ProposeB(n, v) ==
    /\ epochB[n] > 0
    /\ ~ \E m \in msgs : m.kind = "ProposeB" /\ m.source = n /\ m.epoch = epochB[n]
    /\ Send([kind |-> "ProposeB", source |-> n, epoch |-> epochB[n], value |-> v])
    /\ UNCHANGED <<epochB, keptB, othersB>>

AcceptB(n, m) ==
    /\ m.kind = "ProposeB"
    /\ m.epoch > epochB[n]
    /\ epochB' = [epochB EXCEPT ![n] = m.epoch]
    /\ keptB' = [keptB EXCEPT ![n] = m.value]
    /\ Send([kind |-> "AcceptB", source |-> n, epoch |-> m.epoch, value |-> m.value])
    /\ UNCHANGED othersB

Next == \E n \in Node :
    \/ OpenA(n)
    \/ OpenB(n)
    \/ \E v \in Value : ProposeA(n, v) \/ ProposeB(n, v)
    \/ \E m \in msgs : AcceptA(n, m) \/ AcceptB(n, m)
====
MAPPING
{"clientValues": ["Value"]}
