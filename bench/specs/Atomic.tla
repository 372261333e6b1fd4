------------------------------- MODULE Atomic -------------------------------
\* Atomic commitment: participants vote, a coordinator decides, nothing sent is ever lost or taken back.
\* Written for measurements: many short steps that commute, few values in each variable.
CONSTANT Participants

VARIABLES
  stage,     \* of each participant: "working", "ready", "kept", "dropped"
  verdict,   \* of the coordinator: "open", "keep", "drop"
  votes,     \* whose votes the coordinator has read
  wire       \* all that was sent

vars == <<stage, verdict, votes, wire>>

Vote(p) == [kind |-> "vote", by |-> p]
Order(o) == [kind |-> "order", order |-> o]

Init ==
  /\ stage = [p \in Participants |-> "working"]
  /\ verdict = "open"
  /\ votes = {}
  /\ wire = {}

Offer(p) ==
  /\ stage[p] = "working"
  /\ stage' = [stage EXCEPT ![p] = "ready"]
  /\ wire' = wire \cup {Vote(p)}
  /\ UNCHANGED <<verdict, votes>>

Refuse(p) ==
  /\ stage[p] = "working"
  /\ stage' = [stage EXCEPT ![p] = "dropped"]
  /\ UNCHANGED <<verdict, votes, wire>>

Read(p) ==
  /\ verdict = "open"
  /\ Vote(p) \in wire
  /\ votes' = votes \cup {p}
  /\ UNCHANGED <<stage, verdict, wire>>

Decide(order) ==
  /\ verdict = "open"
  /\ order = "keep" => votes = Participants
  /\ verdict' = order
  /\ wire' = wire \cup {Order(order)}
  /\ UNCHANGED <<stage, votes>>

Obey(p, order, new) ==
  /\ Order(order) \in wire
  /\ stage' = [stage EXCEPT ![p] = new]
  /\ UNCHANGED <<verdict, votes, wire>>

Next ==
  \/ \E order \in {"keep", "drop"} : Decide(order)
  \/ \E p \in Participants :
       Read(p) \/ Offer(p) \/ Refuse(p) \/ Obey(p, "keep", "kept") \/ Obey(p, "drop", "dropped")

Messages == [kind : {"vote"}, by : Participants] \cup [kind : {"order"}, order : {"keep", "drop"}]

TypeOK ==
  /\ stage \in [Participants -> {"working", "ready", "kept", "dropped"}]
  /\ verdict \in {"open", "keep", "drop"}
  /\ votes \subseteq Participants
  /\ wire \subseteq Messages

Agreement == \A p, q \in Participants : ~(stage[p] = "kept" /\ stage[q] = "dropped")
=============================================================================
