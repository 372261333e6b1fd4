---- MODULE NetworkPerKind ----
\* A variable for each kind of message; the records themselves do not say which it is.
EXTENDS Naturals
CONSTANT Node
VARIABLES asks, answers, x

Init == asks = {} /\ answers = {} /\ x = [n \in Node |-> 0]

Ask(n) ==
    /\ [from |-> n, num |-> x[n]] \notin answers
    /\ ~ \E m \in asks : m.from = n /\ m.num = x[n]
    /\ asks' = asks \cup {[from |-> n, num |-> x[n]]}
    /\ UNCHANGED <<answers, x>>
Answer(n) == \E m \in asks :
    /\ m.num >= x[n]
    /\ answers' = answers \cup {[from |-> n, num |-> m.num]}
    /\ UNCHANGED <<asks, x>>
Learn(n) ==
    /\ \A o \in Node : \E m \in answers : m.from = o /\ m.num = x[n]
    /\ x' = [x EXCEPT ![n] = @ + 1]
    /\ UNCHANGED <<asks, answers>>

Next == \E n \in Node : Ask(n) \/ Answer(n) \/ Learn(n)
====
EXPECT
NetworkPerKind, network-per-kind.tla
nodes      Node
network    msgs, a set that only grows, in place of asks, answers; kinds of message by field kind
constants  Node

state of a node, s
  x = 0  (line 5)
  sent = {}  (added: the node's own messages in msgs)

messages
  asks: kind, from, num
    the sender is in from
    sent by Ask, network-per-kind.tla:12
  answers: kind, from, num
    the sender is in from
    sent by Answer, network-per-kind.tla:16

actions
  Ask by n, network-per-kind.tla:9
    if        ~(\E received \in s.sent : received = [kind |-> "answers", from |-> n, num |-> s.x])
              ~\E m \in s.sent : m.kind = "asks" /\ m.from = n /\ m.num = s.x
    sets      s.sent := s.sent \cup {[kind |-> "asks", from |-> n, num |-> s.x]}  (line 9)
    sends     {[kind |-> "asks", from |-> n, num |-> s.x]}  (line 12)

  Answer by n, network-per-kind.tla:14
    receives  m, a message with
                m.kind = "asks"
    if        m.kind = "asks"
              m.num >= s.x
    sets      s.sent := s.sent \cup {[kind |-> "answers", from |-> n, num |-> m.num]}  (line 14)
    sends     {[kind |-> "answers", from |-> n, num |-> m.num]}  (line 16)

  Learn by n, network-per-kind.tla:18
    receives  answerss, any of the messages m with
                m.kind = "answers"
                m.from \in Node
                m.num = s.x
    if        \A o \in Node : \E m \in answerss : m.kind = "answers" /\ m.from = o /\ m.num = s.x
    sets      s.x := s.x + 1  (line 20)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
  Learn reads answerss: any subset of the matching messages may have been received, network-per-kind.tla:19
  asks, answers are read as one set of messages, msgs, told apart by the field kind, which we add
