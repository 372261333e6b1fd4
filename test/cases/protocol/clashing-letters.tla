---- MODULE ClashingLetters ----
EXTENDS Naturals, FiniteSets
CONSTANTS S, T, k, M, x, m, Few, Sets, Guard
VARIABLES out, ok, action, sent, past, values

Init ==
    /\ out = {}
    /\ ok = [i \in S |-> k]
    /\ action = [i \in S |-> x]
    /\ sent = [i \in S |-> M]
    /\ past = [i \in S |-> Guard]
    /\ values = [i \in S |-> {}]

Slice(i) == <<ok[i], past[i]>>

Go(i) ==
    /\ \A r \in out : r.slice = i => r.ok # m
    /\ ok' = [ok EXCEPT ![i] = m]
    /\ out' = out \cup {[ok |-> m, slice |-> i, out |-> Slice(i), kind |-> "Go"]}
    /\ UNCHANGED <<action, sent, past, values>>

Get(i) ==
    LET heard == {r \in out : r.kind = "Go" /\ r.ok \in T}
    IN  /\ Cardinality(heard) > Few
        /\ sent' = [sent EXCEPT ![i] = [e |-> Sets, q |-> heard]]
        /\ past' = [past EXCEPT ![i] = {r.slice : r \in heard}]
        /\ UNCHANGED <<out, ok, action, values>>

Next == \E i \in S : Go(i) \/ Get(i)
====
EXPECT
ClashingLetters, clashing-letters.tla
nodes      S
network    out, a set that only grows; kinds of message by field kind
constants  S, T, k, M, x, m, Few, Sets, Guard

state of a node, s
  ok = k  (line 4)
  action = x  (line 4)
  sent = M  (line 4)
  past = Guard  (line 4)
  values = {}  (line 4)
  sentMessages = {}  (added: the node's own messages in out)

messages
  Go: ok, slice, out, kind
    the sender is in slice
    sent by Go, clashing-letters.tla:19

actions
  Go by i, clashing-letters.tla:16
    if        \A r \in s.sentMessages : r.slice = i => r.ok # m
    sets      s.ok := m  (line 18)
              s.sentMessages := s.sentMessages
                                \cup {[ok |-> m, slice |-> i, out |-> (<<s.ok, s.past>>), kind |-> "Go"]}  (line 16)
    sends     {[ok |-> m, slice |-> i, out |-> (<<s.ok, s.past>>), kind |-> "Go"]}  (line 19)

  Get by i, clashing-letters.tla:22
    receives  heard, any of the messages r with
                r.kind = "Go"
                r.ok \in T
    if        Cardinality(heard) > Few
    sets      s.sent := [e |-> Sets, q |-> heard]  (line 25)
              s.past := {r.slice : r \in heard}  (line 26)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  Get reads heard: any subset of the matching messages may have been received, clashing-letters.tla:23
