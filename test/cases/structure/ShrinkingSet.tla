---- MODULE ShrinkingSet ----
EXTENDS Naturals
\* EPaxos-like: a message is replaced by its reply; a broadcast is a set of records.
CONSTANTS Replica
VARIABLES sent, state
Init == sent = {} /\ state = [r \in Replica |-> "idle"]
Propose(r) ==
    /\ state[r] = "idle"
    /\ state' = [state EXCEPT ![r] = "waiting"]
    /\ sent' = sent \cup [type : {"pre-accept"}, src : {r}, dst : Replica \ {r}]
Reply(r) == \E m \in sent :
    /\ m.type = "pre-accept" /\ m.dst = r
    /\ sent' = (sent \ {m}) \cup {[type |-> "pre-accept-reply", src |-> r, dst |-> m.src]}
    /\ UNCHANGED state
Finish(r) == \E m \in sent :
    /\ m.type = "pre-accept-reply" /\ m.dst = r /\ state[r] = "waiting"
    /\ state' = [state EXCEPT ![r] = "done"]
    /\ sent' = sent \ {m}
Next == \E r \in Replica : Propose(r) \/ Reply(r) \/ Finish(r)
Spec == Init /\ [][Next]_<<sent, state>>
====
CFG
CONSTANT Replica = {r1, r2}
EXPECT
behaviour Init, Next by formula
var sent: set of ([type: "pre-accept", src: Replica, dst: Replica] | [type: "pre-accept-reply", src: Replica, dst: Replica])
var state: (Replica -> "done" | "idle" | "waiting")
network sent: shrinking-set by type
kind pre-accept(type: "pre-accept", src: Replica, dst: Replica) Propose -> Reply, sender ?
kind pre-accept-reply(type: "pre-accept-reply", src: Replica, dst: Replica) Reply -> Finish, sender src
role Replica: state
action Propose(r \in Replica) by r @7
  if state[r] = "idle"
  reads state[r]
  writes state[r], sent
  sends pre-accept set
action Reply(r \in Replica, m \in sent) @11
  if m.type = "pre-accept"
  if m.dst = r
  reads sent
  writes sent
  receives pre-accept one removed
  sends pre-accept-reply one
action Finish(r \in Replica, m \in sent) by r @15
  if m.type = "pre-accept-reply"
  if m.dst = r
  if state[r] = "waiting"
  reads sent, state[r]
  writes state[r], sent
  receives pre-accept-reply one removed
not found: sender of pre-accept: no field holds the node that sends it
10:8 info structure/no-sender nothing in messages of kind pre-accept tells who sent them
