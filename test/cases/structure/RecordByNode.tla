---- MODULE RecordByNode ----
EXTENDS Naturals
\* A record by node, and the node is not the first index.
CONSTANTS Instance, Acceptor
VARIABLES sent, state
Init ==
    /\ sent = {}
    /\ state = [ins \in Instance |-> [acc \in Acceptor |-> [mbal |-> 0, val |-> "none"]]]
Propose(ins) == sent' = sent \cup {[type |-> "2a", ins |-> ins, bal |-> 1]} /\ UNCHANGED state
Accept(acc) == \E m \in sent :
    /\ m.type = "2a"
    /\ state[m.ins][acc].mbal <= m.bal
    /\ state' = [state EXCEPT ![m.ins][acc].mbal = m.bal, ![m.ins][acc].val = "yes"]
    /\ sent' = sent \cup {[type |-> "2b", ins |-> m.ins, acc |-> acc, val |-> "yes"]}
Next == (\E ins \in Instance : Propose(ins)) \/ (\E acc \in Acceptor : Accept(acc))
Spec == Init /\ [][Next]_<<sent, state>>
====
CFG
CONSTANTS Instance = {a, b}
Acceptor = {p, q}
EXPECT
behaviour Init, Next by formula
var sent: set of ([type: "2a", ins: Instance, bal: Int] | [type: "2b", ins: Instance, acc: Acceptor, val: "yes"])
var state: (Instance -> (Acceptor -> [mbal: Int, val: "none" | "yes"]))
network sent: growing-set by type
kind 2a(type: "2a", ins: Instance, bal: Int) Propose -> Accept, sender ?
kind 2b(type: "2b", ins: Instance, acc: Acceptor, val: "yes") Accept -> -, sender acc
role Instance: state
role Acceptor: state#2
action Propose(ins \in Instance) @9
  writes sent
  sends 2a one
action Accept(acc \in Acceptor, m \in sent) by acc @10
  if m.type = "2a"
  if state[m.ins][acc].mbal <= m.bal
  reads sent, state[m.ins][acc].mbal
  writes state[m.ins][acc].mbal, state[m.ins][acc].val, sent
  receives 2a one
  sends 2b one
not found: sender of 2a: no field holds the node that sends it
not found: receiver of 2b: no action looks for it
9:36 info structure/no-sender nothing in messages of kind 2a tells who sent them
