---- MODULE PlusCalStyle ----
EXTENDS Naturals
\* What the PlusCal translator writes: pc, several labels, processes.
CONSTANTS Proc
VARIABLES lock, pc
vars == <<lock, pc>>
ProcSet == Proc
Init == lock = FALSE /\ pc = [self \in ProcSet |-> "a"]
a(self) == /\ pc[self] = "a"
           /\ lock = FALSE
           /\ lock' = TRUE
           /\ pc' = [pc EXCEPT ![self] = "b"]
b(self) == /\ pc[self] = "b"
           /\ lock' = FALSE
           /\ \/ pc' = [pc EXCEPT ![self] = "a"]
              \/ pc' = [pc EXCEPT ![self] = "Done"]
p(self) == a(self) \/ b(self)
Terminating == /\ \A self \in ProcSet : pc[self] = "Done"
               /\ UNCHANGED vars
Next == (\E self \in Proc : p(self)) \/ Terminating
Spec == Init /\ [][Next]_vars
====
CFG
CONSTANT Proc = {p1, p2}
EXPECT
behaviour Init, Next by formula
var lock: BOOLEAN
var pc: (Proc -> "Done" | "a" | "b")
role Proc: pc
action a(self \in Proc) by self @9
  if pc[self] = "a"
  if lock = FALSE
  reads pc[self], lock
  writes lock, pc[self]
action b1(self \in Proc) by self @13
  if pc[self] = "b"
  reads pc[self]
  writes lock, pc[self]
action b2(self \in Proc) by self @13
  if pc[self] = "b"
  reads pc[self]
  writes lock, pc[self]
action Terminating() @18
  if \A self \in ProcSet : pc[self] = "Done"
  reads pc[self]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
5:11 info structure/shared-table `lock` is written and read by all
