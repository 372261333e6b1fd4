---- MODULE ActorIsBallot ----
EXTENDS Naturals
\* Paxos with proposers known by their ballots only; negative guard about own sends; promises of a quorum.
CONSTANTS Acceptor, Value, Quorum, Ballot, None
VARIABLES msgs, maxBal
ASSUME \A Q \in Quorum : Q \subseteq Acceptor
Init == msgs = {} /\ maxBal = [a \in Acceptor |-> 0]
Send(m) == msgs' = msgs \cup {m}
Phase1a(b) == Send([type |-> "1a", bal |-> b]) /\ UNCHANGED maxBal
Phase1b(a) == \E m \in msgs :
    /\ m.type = "1a" /\ m.bal > maxBal[a]
    /\ maxBal' = [maxBal EXCEPT ![a] = m.bal]
    /\ Send([type |-> "1b", acc |-> a, bal |-> m.bal])
Phase2a(b, v) ==
    /\ ~ \E m \in msgs : m.type = "2a" /\ m.bal = b
    /\ \E Q \in Quorum : \A a \in Q : \E m \in msgs : m.type = "1b" /\ m.acc = a /\ m.bal = b
    /\ Send([type |-> "2a", bal |-> b, val |-> v])
    /\ UNCHANGED maxBal
Next ==
    \/ \E b \in Ballot : Phase1a(b) \/ \E v \in Value : Phase2a(b, v)
    \/ \E a \in Acceptor : Phase1b(a)
Spec == Init /\ [][Next]_<<msgs, maxBal>>
====
CFG
CONSTANTS Acceptor = {a1, a2}
Value = {v}
Quorum = {{a1, a2}}
Ballot = {1, 2}
None = None
EXPECT
behaviour Init, Next by formula
assume \A Q \in Quorum : Q \subseteq Acceptor
var msgs: set of ([type: "1a", bal: Int] | [type: "1b", acc: Acceptor, bal: Int] | [type: "2a", bal: Int, val: Value])
var maxBal: (Acceptor -> Int)
network msgs: growing-set by type
kind 1a(type: "1a", bal: Int) Phase1a -> Phase1b, sender ?
kind 2a(type: "2a", bal: Int, val: Value) Phase2a -> Phase2a, sender ?
kind 1b(type: "1b", acc: Acceptor, bal: Int) Phase1b -> Phase2a, sender acc
role Acceptor: maxBal
action Phase1a(b \in Ballot) @9
  writes msgs
  sends 1a one
action Phase2a(b \in Ballot, v \in Value) @14
  if ~\E m \in msgs : m.type = "2a" /\ m.bal = b
  if \E Q \in Quorum : \A a \in Q : \E m \in msgs : m.type = "1b" /\ m.acc = a /\ m.bal = b
  reads msgs
  writes msgs
  receives 2a absent, 1b set
  sends 2a one
action Phase1b(a \in Acceptor, m \in msgs) by a @10
  if m.type = "1a"
  if m.bal > maxBal[a]
  reads msgs, maxBal[a]
  writes maxBal[a], msgs
  receives 1a one
  sends 1b one
not found: sender of 1a: no field holds the node that sends it
not found: sender of 2a: no field holds the node that sends it
15:10 info structure/absence Phase2a needs that no 2a was sent
9:20 info structure/no-sender nothing in messages of kind 1a tells who sent them
17:13 info structure/no-sender nothing in messages of kind 2a tells who sent them
