---- MODULE DispatchOnDestination ----
EXTENDS Naturals, TLC
\* A dispatcher names the node by the message; a bag of messages; Send, Discard and Reply seen through.
CONSTANTS Node, Req, Res
VARIABLES messages, seen
Init == messages = [m \in {} |-> 0] /\ seen = [i \in Node |-> {}]
With(m, bag) == IF m \in DOMAIN bag THEN [bag EXCEPT ![m] = bag[m] + 1] ELSE bag @@ (m :> 1)
Without(m, bag) ==
    IF m \in DOMAIN bag
    THEN IF bag[m] <= 1 THEN [k \in DOMAIN bag \ {m} |-> bag[k]] ELSE [bag EXCEPT ![m] = bag[m] - 1]
    ELSE bag
Send(m) == messages' = With(m, messages)
Discard(m) == messages' = Without(m, messages)
Reply(response, request) == messages' = Without(request, With(response, messages))
Start(i, j) ==
    /\ i # j /\ seen[i] = {} /\ \A m \in DOMAIN messages : m.mtype # Req
    /\ Send([mtype |-> Req, msource |-> i, mdest |-> j])
    /\ UNCHANGED seen
HandleReq(i, j, m) ==
    /\ seen[i] = {}
    /\ Reply([mtype |-> Res, msource |-> i, mdest |-> j], m)
    /\ seen' = [seen EXCEPT ![i] = @ \cup {j}]
HandleRes(i, j, m) ==
    /\ seen' = [seen EXCEPT ![i] = @ \cup {j}]
    /\ Discard(m)
Receive(m) ==
    LET i == m.mdest
        j == m.msource
    IN  \/ m.mtype = Req /\ HandleReq(i, j, m)
        \/ m.mtype = Res /\ HandleRes(i, j, m)
Duplicate(m) == messages[m] < 2 /\ Send(m) /\ UNCHANGED seen
Drop(m) == Discard(m) /\ UNCHANGED seen
Next ==
    \/ \E i, j \in Node : Start(i, j)
    \/ \E m \in DOMAIN messages : Receive(m) \/ Duplicate(m) \/ Drop(m)
Spec == Init /\ [][Next]_<<messages, seen>>
====
CFG
CONSTANT Node = {n1, n2}
Req = Req
Res = Res
EXPECT
behaviour Init, Next by formula
var messages: bag of ([mtype: Req, msource: Node, mdest: Node] | [mtype: Res, msource: Node, mdest: Node])
var seen: (Node -> set of Node)
network messages: bag by mtype
kind Req(mtype: Req, msource: Node, mdest: Node) Start -> Start+HandleReq+Duplicate+Drop, sender msource
kind Res(mtype: Res, msource: Node, mdest: Node) HandleReq -> HandleRes+Duplicate+Drop, sender msource
role Node: seen
action Start(i \in Node, j \in Node) by i @15
  if i # j
  if seen[i] = {}
  if \A m \in DOMAIN messages : m.mtype # Req
  reads seen[i], messages
  writes messages
  receives Req absent
  sends Req one
action HandleReq(m \in DOMAIN messages) by m.mdest @19
  if m.mtype = Req
  if seen[m.mdest] = {}
  reads messages, seen[m.mdest]
  writes messages, seen[m.mdest]
  receives Req one removed
  sends Res one
action HandleRes(m \in DOMAIN messages) by m.mdest @23
  if m.mtype = Res
  reads messages, seen[m.mdest]
  writes seen[m.mdest], messages
  receives Res one removed
action Duplicate(m \in DOMAIN messages) (environment) @31
  if messages[m] < 2
  reads messages, messages[m]
  writes messages
  receives Req one, Res one
  sends Req one, Res one
action Drop(m \in DOMAIN messages) (environment) @32
  reads messages
  writes messages
  receives Req one removed, Res one removed
16:33 info structure/absence Start needs that no Req was sent
