---- MODULE TwoSorts ----
EXTENDS Naturals
\* Two-phase commit: a singleton of one sort beside nodes of another; messages without a sender.
CONSTANT RM
VARIABLES rmState, tmState, tmPrepared, msgs
vars == <<rmState, tmState, tmPrepared, msgs>>
Init ==
    /\ rmState = [r \in RM |-> "working"]
    /\ tmState = "init"
    /\ tmPrepared = {}
    /\ msgs = {}
Prepare(r) ==
    /\ rmState[r] = "working"
    /\ rmState' = [rmState EXCEPT ![r] = "prepared"]
    /\ msgs' = msgs \cup {[type |-> "Prepared", rm |-> r]}
    /\ UNCHANGED <<tmState, tmPrepared>>
Hear(r) ==
    /\ tmState = "init"
    /\ [type |-> "Prepared", rm |-> r] \in msgs
    /\ tmPrepared' = tmPrepared \cup {r}
    /\ UNCHANGED <<rmState, tmState, msgs>>
Commit ==
    /\ tmState = "init" /\ tmPrepared = RM
    /\ tmState' = "committed"
    /\ msgs' = msgs \cup {[type |-> "Commit"]}
    /\ UNCHANGED <<rmState, tmPrepared>>
Obey(r) ==
    /\ [type |-> "Commit"] \in msgs
    /\ rmState' = [rmState EXCEPT ![r] = "committed"]
    /\ UNCHANGED <<tmState, tmPrepared, msgs>>
Next == Commit \/ \E r \in RM : Prepare(r) \/ Hear(r) \/ Obey(r)
Spec == Init /\ [][Next]_vars
TypeOK == rmState \in [RM -> {"working", "prepared", "committed"}] /\ tmPrepared \in SUBSET RM
====
CFG
CONSTANT RM = {r1, r2}
EXPECT
behaviour Init, Next by formula
var rmState: (RM -> "committed" | "prepared" | "working")
var tmState: "committed" | "init"
var tmPrepared: set of RM
var msgs: set of ([type: "Commit"] | [type: "Prepared", rm: RM])
network msgs: growing-set by type
kind Commit(type: "Commit") Commit -> Obey, sender ?
kind Prepared(type: "Prepared", rm: RM) Prepare -> Hear, sender rm
role RM: rmState
action Commit() @22
  if tmState = "init"
  if tmPrepared = RM
  reads tmState, tmPrepared
  writes tmState, msgs
  sends Commit one
action Prepare(r \in RM) by r @12
  if rmState[r] = "working"
  reads rmState[r]
  writes rmState[r], msgs
  sends Prepared one
action Hear(r \in RM) @17
  if tmState = "init"
  if [type |-> "Prepared", rm |-> r] \in msgs
  reads tmState, msgs
  writes tmPrepared
  receives Prepared one
action Obey(r \in RM) by r @27
  if [type |-> "Commit"] \in msgs
  reads msgs
  writes rmState[r]
  receives Commit one
not found: sender of Commit: no field holds the node that sends it
25:27 info structure/no-sender nothing in messages of kind Commit tells who sent them
