---- MODULE BagsModule ----
EXTENDS Naturals, Bags
\* The Bags module: a message is taken out when it is received.
CONSTANTS Node
VARIABLES net, got
Init == net = EmptyBag /\ got = [i \in Node |-> 0]
Send(i) == net = EmptyBag /\ net' = net (+) SetToBag({[kind |-> "Ping", from |-> i]}) /\ UNCHANGED got
Receive(i) == \E m \in BagToSet(net) :
    /\ m.kind = "Ping" /\ got[i] < 1
    /\ got' = [got EXCEPT ![i] = @ + 1]
    /\ net' = net (-) SetToBag({m})
Next == \E i \in Node : Send(i) \/ Receive(i)
Spec == Init /\ [][Next]_<<net, got>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var net: bag of [kind: "Ping", from: Node]
var got: (Node -> Int)
network net: bag by kind
kind Ping(kind: "Ping", from: Node) Send -> Receive, sender from
role Node: got
action Send(i \in Node) @7
  if net = EmptyBag
  reads net
  writes net
  sends Ping one
action Receive(i \in Node, m \in BagToSet(net)) by i @8
  if m.kind = "Ping"
  if got[i] < 1
  reads net, got[i]
  writes got[i], net
  receives Ping one removed
