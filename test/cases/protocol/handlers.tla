---- MODULE Handlers ----
EXTENDS Naturals
CONSTANTS Node, Nobody
VARIABLES msgs, term, vote

Init ==
    /\ msgs = {}
    /\ term = [i \in Node |-> 0]
    /\ vote = [i \in Node |-> Nobody]

Send(m) == msgs' = msgs \cup {m}
Reply(response, request) == Send(response)

Ask(i) ==
    /\ term' = [term EXCEPT ![i] = @ + 1]
    /\ vote' = [vote EXCEPT ![i] = i]
    /\ \E j \in Node : Send([mtype |-> "Ask", mterm |-> term[i] + 1, msource |-> i, mdest |-> j])

HandleAsk(i, j, m) ==
    LET grant == m.mterm > term[i] \/ (m.mterm = term[i] /\ vote[i] \in {Nobody, j})
    IN  /\ m.mterm >= term[i]
        /\ \/ grant /\ vote' = [vote EXCEPT ![i] = j]
           \/ ~grant /\ UNCHANGED vote
        /\ term' = [term EXCEPT ![i] = m.mterm]
        /\ Reply([mtype |-> "Answer", mterm |-> m.mterm, granted |-> grant,
                  msource |-> i, mdest |-> j], m)

UpdateTerm(i, j, m) ==
    /\ m.mterm > term[i]
    /\ term' = [term EXCEPT ![i] = m.mterm]
    /\ UNCHANGED <<msgs, vote>>

Receive(m) ==
    LET i == m.mdest
        j == m.msource
    IN  \/ UpdateTerm(i, j, m)
        \/ /\ m.mtype = "Ask"
           /\ HandleAsk(i, j, m)

Next ==
    \/ \E i \in Node : Ask(i)
    \/ \E m \in msgs : Receive(m)
====
EXPECT
Handlers, handlers.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field mtype
constants  Node, Nobody

state of a node, s
  term = 0  (line 4)
  vote = Nobody  (line 4)

messages
  Ask: mtype, mterm, msource, mdest
    the sender is in msource
    sent by Ask, handlers.tla:17
  Answer: mtype, mterm, granted, msource, mdest
    the sender is in msource
    sent by HandleAsk1, handlers.tla:25
    sent by HandleAsk2, handlers.tla:25

actions
  Ask by i, handlers.tla:14
    for       j \in Node
    sets      s.term := s.term + 1  (line 15)
              s.vote := i  (line 16)
    sends     {[mtype |-> "Ask", mterm |-> s.term + 1, msource |-> i, mdest |-> j]}  (line 17)

  UpdateTerm by self, handlers.tla:28
    receives  m, a message
    if        m.mdest = self
              m.mterm > s.term
    sets      s.term := m.mterm  (line 30)

  HandleAsk1 by self, handlers.tla:19
    receives  m, a message with
                m.mtype = "Ask"
    where     grant == m.mterm > s.term \/ (m.mterm = s.term /\ s.vote \in {Nobody, m.msource})
    if        m.mtype = "Ask"
              m.mdest = self
              m.mterm >= s.term
              grant
    sets      s.vote := m.msource  (line 22)
              s.term := m.mterm  (line 24)
    sends     {[mtype |-> "Answer",
                mterm |-> m.mterm,
                granted |-> grant,
                msource |-> self,
                mdest |-> m.msource]}  (line 25)

  HandleAsk2 by self, handlers.tla:19
    receives  m, a message with
                m.mtype = "Ask"
    where     grant == m.mterm > s.term \/ (m.mterm = s.term /\ s.vote \in {Nobody, m.msource})
    if        m.mtype = "Ask"
              m.mdest = self
              m.mterm >= s.term
              ~grant
    sets      s.term := m.mterm  (line 24)
    sends     {[mtype |-> "Answer",
                mterm |-> m.mterm,
                granted |-> grant,
                msource |-> self,
                mdest |-> m.msource]}  (line 25)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
