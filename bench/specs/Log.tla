--------------------------------- MODULE Log ---------------------------------
\* A replicated log with elected leaders. Messages are a bag, so that they may be lost, doubled and overtaken; history
\* variables keep who was elected with which votes, and every log there ever was.
\* Written for measurements: many variables that are functions of the servers, a bag of records, large history.
EXTENDS Naturals, FiniteSets, Sequences

CONSTANTS Servers, Inputs, LastTerm, LongestLog, MostMessages, MostCopies

VARIABLES
  term, role, vote, entries, committed,        \* of each server
  asked, won, backing,                         \* of candidates: who answered, who said yes, the logs of these
  next, matched,                               \* of leaders: for each follower
  net,                                         \* messages in flight, with how often each is
  elections, everLogs                          \* history

server == <<term, role, vote>>
logs == <<entries, committed>>
candidate == <<asked, won, backing>>
leader == <<next, matched>>
vars == <<server, logs, candidate, leader, net, elections, everLogs>>

Nobody == "nobody"
Majority == {s \in SUBSET Servers : Cardinality(s) * 2 > Cardinality(Servers)}
TermAt(log, i) == IF i = 0 THEN 0 ELSE log[i].term
LastTermOf(log) == TermAt(log, Len(log))
Least(a, b) == IF a < b THEN a ELSE b

\* ------------------------------------------------------------------ messages

Empty == [m \in {} |-> 0]
More(m, bag) ==
  IF m \in DOMAIN bag
  THEN [bag EXCEPT ![m] = @ + 1]
  ELSE [k \in DOMAIN bag \cup {m} |-> IF k = m THEN 1 ELSE bag[k]]
\* What has been taken out stays with 0, so that a bound on DOMAIN net is one on all messages that ever were.
Fewer(m, bag) == [bag EXCEPT ![m] = @ - 1]

Send(m) == net' = More(m, net)
Reply(answer, m) == net' = Fewer(m, More(answer, net))
Consume(m) == net' = Fewer(m, net)

\* ------------------------------------------------------------------- actions

Init ==
  /\ term = [s \in Servers |-> 1]
  /\ role = [s \in Servers |-> "follower"]
  /\ vote = [s \in Servers |-> Nobody]
  /\ entries = [s \in Servers |-> <<>>]
  /\ committed = [s \in Servers |-> 0]
  /\ asked = [s \in Servers |-> {}]
  /\ won = [s \in Servers |-> {}]
  /\ backing = [s \in Servers |-> [t \in {} |-> <<>>]]
  /\ next = [s \in Servers |-> [t \in Servers |-> 1]]
  /\ matched = [s \in Servers |-> [t \in Servers |-> 0]]
  /\ net = Empty
  /\ elections = {}
  /\ everLogs = {}

Crash(s) ==
  /\ role' = [role EXCEPT ![s] = "follower"]
  /\ asked' = [asked EXCEPT ![s] = {}]
  /\ won' = [won EXCEPT ![s] = {}]
  /\ backing' = [backing EXCEPT ![s] = [t \in {} |-> <<>>]]
  /\ next' = [next EXCEPT ![s] = [t \in Servers |-> 1]]
  /\ matched' = [matched EXCEPT ![s] = [t \in Servers |-> 0]]
  /\ committed' = [committed EXCEPT ![s] = 0]
  /\ UNCHANGED <<term, vote, entries, net, elections>>

Stand(s) ==
  /\ role[s] \in {"follower", "candidate"}
  /\ role' = [role EXCEPT ![s] = "candidate"]
  /\ term' = [term EXCEPT ![s] = @ + 1]
  /\ vote' = [vote EXCEPT ![s] = Nobody]
  /\ asked' = [asked EXCEPT ![s] = {}]
  /\ won' = [won EXCEPT ![s] = {}]
  /\ backing' = [backing EXCEPT ![s] = [t \in {} |-> <<>>]]
  /\ UNCHANGED <<logs, leader, net, elections>>

AskVote(s, t) ==
  /\ role[s] = "candidate"
  /\ t \notin asked[s]
  /\ Send([kind |-> "ask", term |-> term[s], lastTerm |-> LastTermOf(entries[s]), length |-> Len(entries[s]),
           from |-> s, to |-> t])
  /\ UNCHANGED <<server, logs, candidate, leader, elections>>

Lead(s) ==
  /\ role[s] = "candidate"
  /\ won[s] \in Majority
  /\ role' = [role EXCEPT ![s] = "leader"]
  /\ next' = [next EXCEPT ![s] = [t \in Servers |-> Len(entries[s]) + 1]]
  /\ matched' = [matched EXCEPT ![s] = [t \in Servers |-> 0]]
  /\ elections' = elections \cup {[term |-> term[s], leader |-> s, log |-> entries[s], voters |-> won[s],
                                   logs |-> backing[s]]}
  /\ UNCHANGED <<term, vote, logs, candidate, net>>

Request(s, v) ==
  /\ role[s] = "leader"
  /\ entries' = [entries EXCEPT ![s] = Append(@, [term |-> term[s], value |-> v])]
  /\ UNCHANGED <<server, committed, candidate, leader, net, elections>>

Share(s, t) ==
  /\ s # t
  /\ role[s] = "leader"
  /\ LET before == next[s][t] - 1
         last == Least(Len(entries[s]), next[s][t])
     IN Send([kind |-> "share", term |-> term[s], before |-> before, beforeTerm |-> TermAt(entries[s], before),
              new |-> SubSeq(entries[s], next[s][t], last), log |-> entries[s],
              committed |-> Least(committed[s], last), from |-> s, to |-> t])
  /\ UNCHANGED <<server, logs, candidate, leader, elections>>

Commit(s) ==
  /\ role[s] = "leader"
  /\ LET held(i) == {s} \cup {t \in Servers : matched[s][t] >= i}
         may == {i \in 1 .. Len(entries[s]) : held(i) \in Majority}
         highest == CHOOSE i \in may : \A j \in may : i >= j
         new == IF may # {} /\ entries[s][highest].term = term[s] THEN highest ELSE committed[s]
     IN committed' = [committed EXCEPT ![s] = new]
  /\ UNCHANGED <<server, entries, candidate, leader, net, elections>>

\* ---------------------------------------------------------- messages received

OnAsk(s, m) ==
  LET isNewer == m.lastTerm > LastTermOf(entries[s])
      isLonger == m.lastTerm = LastTermOf(entries[s]) /\ m.length >= Len(entries[s])
      yes == m.term = term[s] /\ (isNewer \/ isLonger) /\ vote[s] \in {Nobody, m.from}
  IN /\ m.term <= term[s]
     /\ vote' = IF yes THEN [vote EXCEPT ![s] = m.from] ELSE vote
     /\ Reply([kind |-> "answer", term |-> term[s], yes |-> yes, log |-> entries[s], from |-> s, to |-> m.from], m)
     /\ UNCHANGED <<term, role, logs, candidate, leader, elections>>

OnAnswer(s, m) ==
  /\ m.term = term[s]
  /\ asked' = [asked EXCEPT ![s] = @ \cup {m.from}]
  /\ IF m.yes
     THEN /\ won' = [won EXCEPT ![s] = @ \cup {m.from}]
          /\ backing' = [backing EXCEPT ![s] =
               [t \in DOMAIN @ \cup {m.from} |-> IF t = m.from THEN m.log ELSE @[t]]]
     ELSE UNCHANGED <<won, backing>>
  /\ Consume(m)
  /\ UNCHANGED <<server, logs, leader, elections>>

Fits(s, m) ==
  \/ m.before = 0
  \/ m.before > 0 /\ m.before <= Len(entries[s]) /\ m.beforeTerm = entries[s][m.before].term

Confirm(s, m, good, upTo) ==
  Reply([kind |-> "confirm", term |-> term[s], good |-> good, upTo |-> upTo, from |-> s, to |-> m.from], m)

OnShare(s, m) ==
  /\ m.term <= term[s]
  /\ \/ /\ m.term < term[s] \/ (role[s] = "follower" /\ ~Fits(s, m))
        /\ Confirm(s, m, FALSE, 0)
        /\ UNCHANGED <<server, logs>>
     \/ /\ m.term = term[s]
        /\ role[s] = "candidate"
        /\ role' = [role EXCEPT ![s] = "follower"]
        /\ UNCHANGED <<term, vote, logs, net>>
     \/ /\ m.term = term[s]
        /\ role[s] = "follower"
        /\ Fits(s, m)
        /\ LET at == m.before + 1
               isThere == m.new = <<>> \/ (Len(entries[s]) >= at /\ entries[s][at].term = m.new[1].term)
           IN \/ /\ isThere
                 /\ committed' = [committed EXCEPT ![s] = m.committed]
                 /\ Confirm(s, m, TRUE, m.before + Len(m.new))
                 /\ UNCHANGED <<server, entries>>
              \/ /\ ~isThere
                 /\ Len(entries[s]) >= at
                 /\ entries' = [entries EXCEPT ![s] = SubSeq(@, 1, Len(@) - 1)]
                 /\ UNCHANGED <<server, committed, net>>
              \/ /\ ~isThere
                 /\ Len(entries[s]) = m.before
                 /\ entries' = [entries EXCEPT ![s] = Append(@, m.new[1])]
                 /\ UNCHANGED <<server, committed, net>>
  /\ UNCHANGED <<candidate, leader, elections>>

OnConfirm(s, m) ==
  /\ m.term = term[s]
  /\ IF m.good
     THEN /\ next' = [next EXCEPT ![s][m.from] = m.upTo + 1]
          /\ matched' = [matched EXCEPT ![s][m.from] = m.upTo]
     ELSE /\ next' = [next EXCEPT ![s][m.from] = IF @ > 1 THEN @ - 1 ELSE 1]
          /\ UNCHANGED matched
  /\ Consume(m)
  /\ UNCHANGED <<server, logs, candidate, elections>>

LearnTerm(s, m) ==
  /\ m.term > term[s]
  /\ term' = [term EXCEPT ![s] = m.term]
  /\ role' = [role EXCEPT ![s] = "follower"]
  /\ vote' = [vote EXCEPT ![s] = Nobody]
  /\ UNCHANGED <<net, candidate, leader, logs, elections>>

Ignore(s, m) ==
  /\ m.term < term[s]
  /\ Consume(m)
  /\ UNCHANGED <<server, candidate, leader, logs, elections>>

Receive(m) ==
  \/ LearnTerm(m.to, m)
  \/ m.kind = "ask" /\ OnAsk(m.to, m)
  \/ m.kind = "answer" /\ (Ignore(m.to, m) \/ OnAnswer(m.to, m))
  \/ m.kind = "share" /\ OnShare(m.to, m)
  \/ m.kind = "confirm" /\ (Ignore(m.to, m) \/ OnConfirm(m.to, m))

Double(m) == Send(m) /\ UNCHANGED <<server, candidate, leader, logs, elections>>
Lose(m) == Consume(m) /\ UNCHANGED <<server, candidate, leader, logs, elections>>

Next ==
  /\ \/ \E s \in Servers : Crash(s) \/ Stand(s) \/ Lead(s) \/ Commit(s)
     \/ \E s, t \in Servers : AskVote(s, t) \/ Share(s, t)
     \/ \E s \in Servers, v \in Inputs : Request(s, v)
     \/ \E m \in {k \in DOMAIN net : net[k] > 0} : Receive(m) \/ Double(m) \/ Lose(m)
  /\ everLogs' = everLogs \cup {entries[s] : s \in Servers}

\* -------------------------------------------------------------------- checked

Bound ==
  /\ \A s \in Servers : term[s] <= LastTerm /\ Len(entries[s]) <= LongestLog
  /\ Cardinality(DOMAIN net) <= MostMessages
  /\ \A m \in DOMAIN net : net[m] <= MostCopies

OneLeader == \A e, f \in elections : e.term = f.term => e.leader = f.leader
=============================================================================
