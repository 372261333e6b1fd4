----------------------------- MODULE Leaderless -----------------------------
(***************************************************************************)
(* Consensus without a leader, in the manner of EPaxos: every replica      *)
(* proposes commands in instances of its own.  Replicas agree, for each    *)
(* instance, on a command, on its dependencies (the instances whose        *)
(* commands interfere with it) and on a sequence number.  Commands are     *)
(* executed in an order that these determine, so that all replicas execute *)
(* interfering commands in the same order, and others in any.              *)
(*                                                                         *)
(* An instance is a pair of a replica, its command leader, and a slot.     *)
(* Ballot 0 is that of the command leader; another replica may finish an   *)
(* instance at a ballot of its own.                                        *)
(*                                                                         *)
(* The network is a set of messages that only grows: a message is lost by  *)
(* never being received, delayed by being received late, duplicated by     *)
(* being received twice.                                                   *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets, Sequences

CONSTANTS
    Replica,     \* the nodes: the numbers 1 .. 2 * f + 1
    Command,     \* what clients ask for
    Noop,        \* the command that does nothing
    Interfering, \* pairs {c, d} of commands that interfere ({c}: c does with itself)
    Proposer,    \* bounds of the model: the replicas that clients talk to,
    MaxSlot,     \*                      the commands that each of them may propose,
    Ballot       \*                      the ballots, from 1, at which instances are finished by others

ASSUME Replica = 1 .. Cardinality(Replica)

Instance == Proposer \X (1 .. MaxSlot)

VARIABLES
    msgs,    \* all messages ever sent
    log,     \* [Replica -> [Instance -> [status, cmd, deps, seq, bal, vbal]]]  (durable)
    executed \* [Replica -> Seq(Instance)]: in the order of execution           (volatile)

vars == <<msgs, log, executed>>

(***************************************************************************)
(* status  "none", then "agreed" (with what the command leader proposed)   *)
(*         or "amended" (something was added), "accepted", "committed"     *)
(* bal     the highest ballot heard of; vbal: that of cmd, deps and seq    *)
(***************************************************************************)
Nothing == [status |-> "none", cmd |-> Noop, deps |-> {}, seq |-> 0, bal |-> 0, vbal |-> 0]

Minority == (Cardinality(Replica) - 1) \div 2
Quorum == {Q \in SUBSET Replica : Cardinality(Q) > Minority}
FastQuorum == {Q \in SUBSET Replica : Cardinality(Q) >= 2 * Minority}

Interferes(c, d) == {c, d} \in Interfering

Send(m) == msgs' = msgs \cup {m}

Max(S) == CHOOSE x \in S : \A y \in S : y <= x

\* With log l: what command c depends on, proposed in instance i; the sequence number after those in S.
Deps(l, i, c) == {j \in Instance : j # i /\ l[j].status # "none" /\ Interferes(l[j].cmd, c)}
SeqAfter(l, S) == 1 + Max({0} \cup {l[j].seq : j \in S})

\* Who may propose in instance i at ballot b.
MayPropose(p, i, b) == IF b = 0 THEN p = i[1] ELSE p = 1 + ((b - 1) % Cardinality(Replica))

\* Replica p proposes at ballot b, and accepts that itself.
Proposal(p, i, b, c, deps, seq) ==
    /\ log' = [log EXCEPT ![p][i] = [status |-> "accepted", cmd |-> c, deps |-> deps, seq |-> seq,
                                    bal |-> b, vbal |-> b]]
    /\ Send([kind |-> "Accept", source |-> p, inst |-> i, bal |-> b, cmd |-> c, deps |-> deps, seq |-> seq])

-----------------------------------------------------------------------------
Init ==
    /\ msgs = {}
    /\ log = [p \in Replica |-> [i \in Instance |-> Nothing]]
    /\ executed = [p \in Replica |-> <<>>]

\* Replica p becomes the command leader of c, in the first of its instances that is free.
Propose(p, k, c) ==
    LET i == <<p, k>>
        deps == Deps(log[p], i, c)
        seq == SeqAfter(log[p], deps)
    IN  /\ p \in Proposer
        /\ log[p][i].status = "none"
        /\ log[p][i].bal = 0
        /\ \A n \in 1 .. k - 1 : log[p][<<p, n>>].status # "none"
        /\ log' = [log EXCEPT ![p][i].status = "agreed", ![p][i].cmd = c, ![p][i].deps = deps,
                              ![p][i].seq = seq]
        /\ Send([kind |-> "PreAccept", source |-> p, inst |-> i, cmd |-> c, deps |-> deps, seq |-> seq])
        /\ UNCHANGED executed

\* Replica p takes part, and adds what it knows and the command leader does not.
PreAccept(p, m) ==
    LET deps == m.deps \cup Deps(log[p], m.inst, m.cmd)
        seq == Max({m.seq, SeqAfter(log[p], Deps(log[p], m.inst, m.cmd))})
    IN  /\ m.kind = "PreAccept"
        /\ m.source = m.inst[1]
        /\ log[p][m.inst].status = "none"
        /\ log[p][m.inst].bal = 0
        /\ log' = [log EXCEPT
                    ![p][m.inst].status = IF deps = m.deps /\ seq = m.seq THEN "agreed" ELSE "amended",
                    ![p][m.inst].cmd = m.cmd, ![p][m.inst].deps = deps, ![p][m.inst].seq = seq]
        /\ Send([kind |-> "PreAcceptOK", source |-> p, inst |-> m.inst, deps |-> deps, seq |-> seq])
        /\ UNCHANGED executed

\* A fast quorum agrees with the command leader: it commits.
Fast(p, k) ==
    LET i == <<p, k>>
        e == log[p][i]
    IN  /\ p \in Proposer
        /\ e.status = "agreed"
        /\ e.bal = 0
        /\ \E Q \in FastQuorum : p \in Q /\ \A q \in Q \ {p} : \E m \in msgs :
            m.kind = "PreAcceptOK" /\ m.inst = i /\ m.source = q /\ m.deps = e.deps /\ m.seq = e.seq
        /\ log' = [log EXCEPT ![p][i].status = "committed"]
        /\ Send([kind |-> "Commit", source |-> p, inst |-> i, cmd |-> e.cmd, deps |-> e.deps, seq |-> e.seq])
        /\ UNCHANGED executed

\* The command leader takes the union of what a quorum knows, accepts it, and has it accepted.
Slow(p, k) ==
    LET i == <<p, k>>
        e == log[p][i]
    IN  /\ p \in Proposer
        /\ e.status = "agreed"
        /\ e.bal = 0
        /\ \E Q \in Quorum :
            LET replies == {m \in msgs : m.kind = "PreAcceptOK" /\ m.inst = i /\ m.source \in Q \ {p}}
                deps == e.deps \cup UNION {m.deps : m \in replies}
                seq == Max({e.seq} \cup {m.seq : m \in replies})
            IN  /\ p \in Q
                /\ \A q \in Q \ {p} : \E m \in replies : m.source = q
                /\ Proposal(p, i, 0, e.cmd, deps, seq)
        /\ UNCHANGED executed

\* Replica p accepts what another proposes at a ballot.
Accept(p, m) ==
    LET e == log[p][m.inst]
    IN  /\ m.kind = "Accept"
        /\ m.source # p
        /\ MayPropose(m.source, m.inst, m.bal)
        /\ m.bal >= e.bal
        /\ e.status # "committed"
        /\ log' = [log EXCEPT ![p][m.inst] = [status |-> "accepted", cmd |-> m.cmd, deps |-> m.deps,
                                              seq |-> m.seq, bal |-> m.bal, vbal |-> m.bal]]
        /\ Send([kind |-> "AcceptOK", source |-> p, inst |-> m.inst, bal |-> m.bal])
        /\ UNCHANGED executed

\* With p a quorum has accepted what p proposed: p commits it.
Commit(p, i) ==
    LET e == log[p][i]
    IN  /\ e.status = "accepted"
        /\ MayPropose(p, i, e.vbal)
        /\ \E Q \in Quorum : p \in Q /\ \A q \in Q \ {p} : \E m \in msgs :
            m.kind = "AcceptOK" /\ m.source = q /\ m.inst = i /\ m.bal = e.vbal
        /\ log' = [log EXCEPT ![p][i].status = "committed"]
        /\ Send([kind |-> "Commit", source |-> p, inst |-> i, cmd |-> e.cmd, deps |-> e.deps, seq |-> e.seq])
        /\ UNCHANGED executed

\* Replica p learns what is committed.
Learn(p, m) ==
    /\ m.kind = "Commit"
    /\ log[p][m.inst].status # "committed"
    /\ log' = [log EXCEPT ![p][m.inst].status = "committed", ![p][m.inst].cmd = m.cmd,
                          ![p][m.inst].deps = m.deps, ![p][m.inst].seq = m.seq]
    /\ UNCHANGED <<msgs, executed>>

-----------------------------------------------------------------------------
(* An instance that its command leader does not finish.                    *)

\* Replica p asks how far instance i is, and that nothing be done for it at lower ballots.
Prepare(p, i, b) ==
    /\ MayPropose(p, i, b)
    /\ Send([kind |-> "Prepare", source |-> p, inst |-> i, bal |-> b])
    /\ UNCHANGED <<log, executed>>

Promise(p, m) ==
    LET e == log[p][m.inst]
    IN  /\ m.kind = "Prepare"
        /\ m.bal > e.bal
        /\ log' = [log EXCEPT ![p][m.inst].bal = m.bal]
        /\ Send([kind |-> "Promise", source |-> p, inst |-> m.inst, bal |-> m.bal, status |-> e.status,
                 cmd |-> e.cmd, deps |-> e.deps, seq |-> e.seq, vbal |-> e.vbal])
        /\ UNCHANGED executed

\* What may be proposed for instance i at a higher ballot, as the promises of a quorum Q tell: what may have
\* been committed before, else Noop. At ballot 0 something can have been committed without being accepted
\* only if its command leader says so, or is not in the quorum, and a minority agreed with it.
Choices(i, Q, promises) ==
    LET settled == {m \in promises : m.status \in {"accepted", "committed"}}
        agreed == {m \in promises : m.status = "agreed" /\ i[1] \notin Q}
        Last(m) == m.status = "committed" \/ \A n \in settled : n.status = "accepted" /\ n.vbal <= m.vbal
    IN  IF settled # {} THEN {m \in settled : Last(m)}
        ELSE IF Cardinality(agreed) >= Minority THEN agreed
        ELSE {Nothing}

\* Replica p proposes it at its ballot b.
Recover(p, i, b) ==
    /\ MayPropose(p, i, b)
    /\ log[p][i].bal = b
    /\ log[p][i].vbal # b
    /\ log[p][i].status # "committed"
    /\ \E Q \in Quorum :
        LET promises == {m \in msgs : m.kind = "Promise" /\ m.inst = i /\ m.bal = b /\ m.source \in Q}
        IN  /\ \A q \in Q : \E m \in promises : m.source = q
            /\ \E e \in Choices(i, Q, promises) : Proposal(p, i, b, e.cmd, e.deps, e.seq)
    /\ UNCHANGED executed

-----------------------------------------------------------------------------
(* Execution.                                                              *)

\* The instances that those in S depend on, with S, in log l.
RECURSIVE Closure(_, _)
Closure(l, S) ==
    LET more == S \cup UNION {l[i].deps : i \in S}
    IN  IF more = S THEN S ELSE Closure(l, more)

\* Instances that depend on each other are executed by sequence number, then by command leader and slot.
Before(l, i, j) ==
    \/ l[i].seq < l[j].seq
    \/ (l[i].seq = l[j].seq /\ i[1] < j[1])
    \/ (l[i].seq = l[j].seq /\ i[1] = j[1] /\ i[2] < j[2])

\* Everything that instance i depends on is committed; what comes first is executed.
Ready(l, done, i) ==
    LET all == Closure(l, {i})
    IN  /\ \A j \in all : l[j].status = "committed"
        /\ \A j \in all \ {i} : (i \in Closure(l, {j}) => Before(l, j, i)) => j \in done

Done(s) == {s[n] : n \in 1 .. Len(s)}

Execute(p, i) ==
    /\ i \notin Done(executed[p])
    /\ Ready(log[p], Done(executed[p]), i)
    /\ executed' = [executed EXCEPT ![p] = Append(@, i)]
    /\ UNCHANGED <<msgs, log>>

\* Replica p crashes and comes back: it executes everything again.
Restart(p) ==
    /\ executed' = [executed EXCEPT ![p] = <<>>]
    /\ UNCHANGED <<msgs, log>>

Next == \E p \in Replica :
    \/ \E k \in 1 .. MaxSlot : Fast(p, k) \/ Slow(p, k) \/ \E c \in Command : Propose(p, k, c)
    \/ \E m \in msgs : PreAccept(p, m) \/ Accept(p, m) \/ Learn(p, m) \/ Promise(p, m)
    \/ \E i \in Instance, b \in Ballot : Prepare(p, i, b) \/ Recover(p, i, b)
    \/ \E i \in Instance : Commit(p, i) \/ Execute(p, i)
    \/ Restart(p)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Attributes(e) == <<e.cmd, e.deps, e.seq>>

TypeOK ==
    /\ \A p \in Replica : \A i \in Instance :
        /\ log[p][i].status \in {"none", "agreed", "amended", "accepted", "committed"}
        /\ log[p][i].cmd \in Command \cup {Noop}
        /\ log[p][i].deps \subseteq Instance \ {i}
        /\ {log[p][i].bal, log[p][i].vbal} \subseteq Ballot \cup {0}
    /\ \A p \in Replica : executed[p] \in Seq(Instance)

\* Replicas that have committed an instance have the same command, dependencies and sequence number.
Consistency == \A p, q \in Replica : \A i \in Instance :
    (log[p][i].status = "committed" /\ log[q][i].status = "committed")
    => Attributes(log[p][i]) = Attributes(log[q][i])

\* Of two committed commands that interfere at least one depends on the other.
Dependency == \A p, q \in Replica : \A i, j \in Instance :
    (/\ i # j
     /\ log[p][i].status = "committed"
     /\ log[q][j].status = "committed"
     /\ Interferes(log[p][i].cmd, log[q][j].cmd))
    => j \in log[p][i].deps \/ i \in log[q][j].deps

At(s, i) == CHOOSE n \in 1 .. Len(s) : s[n] = i

\* Interfering commands are executed in the same order everywhere.
ExecutionOrder == \A p, q \in Replica : \A i, j \in Done(executed[p]) :
    (/\ Interferes(log[p][i].cmd, log[p][j].cmd)
     /\ At(executed[p], i) < At(executed[p], j)
     /\ j \in Done(executed[q]))
    => i \in Done(executed[q]) /\ At(executed[q], i) < At(executed[q], j)

\* Only what clients ask for is executed, each instance once.
ExecutedOnce == \A p \in Replica : \A n, k \in 1 .. Len(executed[p]) :
    executed[p][n] = executed[p][k] => n = k
=============================================================================
