---- MODULE LetWholeValue ----
\* The new value of all nodes' variable has a name; names inside operators are used again.
EXTENDS Naturals, Sequences
CONSTANT Node
VARIABLES msgs, log

Init == msgs = {} /\ log = [n \in Node |-> <<>>]

LastOf(n) == LET index == Len(log[n]) IN IF index = 0 THEN 0 ELSE log[n][index]
Ask(n) ==
    LET index == LastOf(n) + 1
        High(k) == \A index2 \in DOMAIN log[n] : log[n][index2] < k
    IN /\ High(index)
       /\ msgs' = msgs \cup {[kind |-> "Ask", from |-> n, num |-> index, last |-> LastOf(n)]}
       /\ UNCHANGED log
Take(n) == \E m \in msgs :
    LET new == CASE m.num > LastOf(n) -> [log EXCEPT ![n] = Append(@, m.num)]
                 [] m.num = LastOf(n) /\ Len(log[n]) > 1 -> [log EXCEPT ![n] = Tail(log[n])]
                 [] OTHER -> log
    IN /\ m.num < 3
       /\ log' = new
       /\ UNCHANGED msgs
Next == \E n \in Node : Ask(n) \/ Take(n)
====
EXPECT
LetWholeValue, let-whole-value.tla
nodes      Node
network    msgs, a set that only grows; kinds of message by field kind
constants  Node

state of a node, s
  log = <<>>  (line 5)

messages
  Ask: kind, from, num, last
    the sender is in from
    sent by Ask, let-whole-value.tla:14

actions
  Ask by n, let-whole-value.tla:10
    where     index == (LET index2 == Len(s.log) IN IF index2 = 0 THEN 0 ELSE s.log[index2]) + 1
              High(k) == \A index2 \in DOMAIN s.log : s.log[index2] < k
    if        High(index)
    sends     {[kind |-> "Ask",
                from |-> n,
                num |-> index,
                last |-> (LET index2 == Len(s.log) IN IF index2 = 0 THEN 0 ELSE s.log[index2])]}  (line 14)

  Take by n, let-whole-value.tla:16
    receives  m, a message
    if        m.num < 3
    sets      s.log := CASE m.num > (LET index == Len(s.log) IN IF index = 0 THEN 0 ELSE s.log[index]) ->
                              Append(s.log, m.num)
                         [] m.num = (LET index == Len(s.log) IN IF index = 0 THEN 0 ELSE s.log[index])
                            /\ Len(s.log) > 1 ->
                              Tail(s.log)
                         [] OTHER -> s.log  (line 21)

taken for granted
  a message may be lost, delayed, duplicated and reordered; it is never altered, and its sender is known
