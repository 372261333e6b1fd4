---- MODULE PerKindFields ----
EXTENDS Naturals
\* One variable, a field for each kind.
CONSTANTS Node
VARIABLES msgs, done
Init == msgs = [prepare |-> {}, commit |-> {}] /\ done = [i \in Node |-> FALSE]
Prepare(i) == msgs' = [msgs EXCEPT !.prepare = @ \cup {[from |-> i]}] /\ UNCHANGED done
Commit(i) ==
    /\ \E m \in msgs.prepare : m.from # i
    /\ msgs' = [msgs EXCEPT !.commit = @ \cup {[from |-> i]}]
    /\ UNCHANGED done
Finish(i) ==
    /\ \A j \in Node : \E m \in msgs.commit : m.from = j
    /\ done' = [done EXCEPT ![i] = TRUE]
    /\ UNCHANGED msgs
Next == \E i \in Node : Prepare(i) \/ Commit(i) \/ Finish(i)
Spec == Init /\ [][Next]_<<msgs, done>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var msgs: [prepare: set of [from: Node], commit: set of [from: Node]]
var done: (Node -> BOOLEAN) (ghost)
network msgs.prepare: per-kind
network msgs.commit: per-kind
kind prepare(from: Node) Prepare -> Commit, sender from
kind commit(from: Node) Commit -> Finish, sender from
role Node: done
action Prepare(i \in Node) @7
  reads msgs.prepare
  writes msgs.prepare
  sends prepare one
action Commit(i \in Node) @8
  if \E m \in msgs.prepare : m.from # i
  reads msgs.prepare, msgs.commit
  writes msgs.commit
  receives prepare one
  sends commit one
action Finish(i \in Node) by i @12
  if \A j \in Node : \E m \in msgs.commit : m.from = j
  reads msgs.commit
  writes done[i]
  receives commit set
5:17 info structure/ghost `done` is read by no guard and no other variable
