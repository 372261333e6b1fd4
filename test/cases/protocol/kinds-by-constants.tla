---- MODULE KindsByConstants ----
EXTENDS Naturals
CONSTANTS Node, AskType, TellType
VARIABLES msgs, x

Kinds == {AskType, TellType}
Tell == TellType

Init == msgs = {} /\ x = [n \in Node |-> FALSE]
Ask(n) == msgs' = msgs \cup {[type |-> AskType, src |-> n]} /\ UNCHANGED x
Say(n) == \E m \in msgs : m.type = AskType /\ msgs' = msgs \cup {[type |-> Tell, src |-> n, to |-> m.src]} /\ UNCHANGED x
Hear(n) == \E m \in msgs : TellType = m.type /\ m.to = n /\ x' = [x EXCEPT ![n] = TRUE] /\ UNCHANGED msgs
Next == \E n \in Node : Ask(n) \/ Say(n) \/ Hear(n)
====
EXPECT
KindsByConstants, kinds-by-constants.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field type
constants  Node, AskType, TellType

state of a node, s
  x = FALSE  (line 4)

messages
  AskType: type, src
    the sender is in src
    sent by Ask, kinds-by-constants.tla:10
  TellType: type, src, to
    the sender is in src
    sent by Say, kinds-by-constants.tla:11

actions
  Ask by n, kinds-by-constants.tla:10
    sends     {[type |-> AskType, src |-> n]}  (line 10)

  Say by n, kinds-by-constants.tla:11
    receives  m, a message with
                m.type = AskType
    if        m.type = AskType
    sends     {[type |-> Tell, src |-> n, to |-> m.src]}  (line 11)

  Hear by n, kinds-by-constants.tla:12
    receives  m, a message with
                TellType = m.type
    if        TellType = m.type
              m.to = n
    sets      s.x := TRUE  (line 12)

operators without state
  Tell

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
