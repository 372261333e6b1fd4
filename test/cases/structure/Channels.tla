---- MODULE Channels ----
EXTENDS Naturals, Sequences
\* A queue for each pair; the sender is only an index.
CONSTANTS Proc
VARIABLES net, clock
Init == net = [p \in Proc |-> [q \in Proc |-> <<>>]] /\ clock = [p \in Proc |-> 0]
Send(p, q) ==
    /\ p # q /\ clock[p] < 2
    /\ net' = [net EXCEPT ![p][q] = Append(@, [type |-> "tick", time |-> clock[p]])]
    /\ clock' = [clock EXCEPT ![p] = @ + 1]
Receive(p, q) ==
    /\ net[q][p] # <<>>
    /\ LET m == Head(net[q][p])
       IN  /\ m.type = "tick"
           /\ clock' = [clock EXCEPT ![p] = IF m.time > @ THEN m.time ELSE @]
    /\ net' = [net EXCEPT ![q][p] = Tail(@)]
Next == \E p, q \in Proc : Send(p, q) \/ Receive(p, q)
Spec == Init /\ [][Next]_<<net, clock>>
====
CFG
CONSTANT Proc = {p1, p2}
EXPECT
behaviour Init, Next by formula
var net: (Proc -> (Proc -> Seq([type: "tick", time: Int])))
var clock: (Proc -> Int)
network net[*][*]: channels by type
kind tick(type: "tick", time: Int) Send -> Receive, sender [1]
role Proc: clock
action Send(p \in Proc, q \in Proc) by p @7
  if p # q
  if clock[p] < 2
  reads clock[p], net[p][q]
  writes net[p][q], clock[p]
  sends tick one
action Receive(p \in Proc, q \in Proc) by p @11
  if net[q][p] # <<>>
  if m.type = "tick"
  reads net[q][p], clock[p]
  writes clock[p], net[q][p]
  receives tick one removed
