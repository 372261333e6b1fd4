---- MODULE PluscalTranslated ----
EXTENDS Naturals
CONSTANT Node
(* --algorithm PluscalTranslated
variables msgs = {};
process p \in Node
variables v = 0;
begin
  say: msgs := msgs \cup {[kind |-> "Say", from |-> self, val |-> v]};
  hear: with m \in msgs do v := m.val end with;
end process
end algorithm *)
\* BEGIN TRANSLATION
VARIABLES msgs, pc, v

vars == << msgs, pc, v >>

ProcSet == (Node)

Init == (* Global variables *)
        /\ msgs = {}
        (* Process p *)
        /\ v = [self \in Node |-> 0]
        /\ pc = [self \in ProcSet |-> "say"]

say(self) == /\ pc[self] = "say"
             /\ msgs' = (msgs \cup {[kind |-> "Say", from |-> self, val |-> v[self]]})
             /\ pc' = [pc EXCEPT ![self] = "hear"]
             /\ v' = v

hear(self) == /\ pc[self] = "hear"
              /\ \E m \in msgs:
                   v' = [v EXCEPT ![self] = m.val]
              /\ pc' = [pc EXCEPT ![self] = "Done"]
              /\ msgs' = msgs

p(self) == say(self) \/ hear(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in Node: p(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")
\* END TRANSLATION
====
EXPECT
PluscalTranslated, pluscal-translated.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  v = 0  (line 14)
  pc = "say"  (line 14)

messages
  Say: kind, from, val
    the sender is in from
    sent by say, pluscal-translated.tla:27

actions
  say by self, pluscal-translated.tla:26
    if        s.pc = "say"
    sets      s.pc := "hear"  (line 28)
    sends     {[kind |-> "Say", from |-> self, val |-> s.v]}  (line 27)

  hear by self, pluscal-translated.tla:31
    receives  m, a message
    if        s.pc = "hear"
    sets      s.v := m.val  (line 33)
              s.pc := "Done"  (line 34)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  Terminating changes nothing: left out, pluscal-translated.tla:40
