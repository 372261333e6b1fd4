---- MODULE Switches ----
\* A constant chooses what the network does; a guard asks what else could happen.
CONSTANTS Node, Lossy
VARIABLES msgs, x
Init == msgs = {} /\ x = [i \in Node |-> 0]
Send(i) == msgs' = msgs \cup {[type |-> "a", from |-> i]} /\ UNCHANGED x
Hear(i) == \E m \in msgs : x[i] = 0 /\ x' = [x EXCEPT ![i] = 1] /\ UNCHANGED msgs
Lose == \E m \in msgs : msgs' = msgs \ {m} /\ UNCHANGED x
Idle(i) == ~ENABLED Hear(i) /\ x' = [x EXCEPT ![i] = 0] /\ UNCHANGED msgs
Next == \/ \E i \in Node : Send(i) \/ Hear(i) \/ Idle(i)
        \/ IF Lossy THEN Lose ELSE FALSE
Spec == Init /\ [][Next]_<<msgs, x>>
====
CFG
CONSTANTS Node = {n1, n2}
Lossy = TRUE
EXPECT
behaviour Init, Next by formula
var msgs: set of [type: "a", from: Node]
var x: (Node -> Int)
network msgs: shrinking-set by type
kind a(type: "a", from: Node) Send -> Hear+Idle+Lose, sender from
role Node: x
action Send(i \in Node) @6
  writes msgs
  sends a one
action Hear(i \in Node, m \in msgs) by i @7
  if x[i] = 0
  reads msgs, x[i]
  writes x[i]
  receives a one
action Idle(i \in Node) by i @9
  if ~ENABLED \E m \in msgs : x[i] = 0 /\ x' = [x EXCEPT ![i] = 1] /\ UNCHANGED msgs
  reads msgs, x[i], x
  writes x[i]
  receives a absent
action Lose(m \in msgs) (environment) @8
  if Lossy
  reads msgs
  writes msgs
  receives a one removed
9:12 info structure/enabled-guard Idle asks whether another action could happen: `~ENABLED \E m \in msgs : x[i] = 0 /\ x' = [x EXCEPT ![i] = 1] /\ UNCHANGED msgs`
11:15 info structure/constant-guard the model alone decides whether Lose exists: `Lossy` speaks of constants only
7:12 info structure/absence Idle needs that no a was sent
