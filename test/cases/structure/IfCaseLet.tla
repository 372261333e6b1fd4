---- MODULE IfCaseLet ----
EXTENDS Naturals
\* Steps by IF, CASE and LET; operators that take actions.
CONSTANTS Node
VARIABLES mode, n
Quietly(A, v) == A /\ UNCHANGED v
Apply(Op(_), i) == Op(i)
Init == mode = [i \in Node |-> "a"] /\ n = 0
Switch(i) ==
    CASE mode[i] = "a" -> mode' = [mode EXCEPT ![i] = "b"] /\ n' = n
      [] mode[i] = "b" -> mode' = [mode EXCEPT ![i] = "c"] /\ n' = n
      [] OTHER -> UNCHANGED <<mode, n>>
Count == LET next == (n + 1) % 3 IN IF n = 2 THEN n' = 0 /\ UNCHANGED mode ELSE n' = next /\ UNCHANGED mode
Reset(i) == Quietly(mode' = [mode EXCEPT ![i] = "a"], n)
Pair == \E <<i, j>> \in Node \X Node : mode[i] = "a" /\ mode' = [mode EXCEPT ![j] = "c"] /\ n' = n
Next == Count \/ Pair \/ \E i \in Node : Switch(i) \/ Apply(Reset, i) \/ Apply(LAMBDA k : Switch(k), i)
Spec == Init /\ [][Next]_<<mode, n>>
====
CFG
CONSTANT Node = {n1, n2}
EXPECT
behaviour Init, Next by formula
var mode: (Node -> "a" | "b" | "c")
var n: Int
role Node: mode
action Count1() @13
  if n = 2
  reads n
  writes n
action Count2() @13
  if ~(n = 2)
  reads n
  writes n
action Pair(<<i, j>> \in Node \X Node) by j @15
  if mode[i] = "a"
  reads mode[i]
  writes mode[j]
action Switch1(i \in Node) by i @9
  if mode[i] = "a"
  reads mode[i]
  writes mode[i]
action Switch2(i \in Node) by i @9
  if mode[i] = "b"
  reads mode[i]
  writes mode[i]
action Switch3(i \in Node) by i @9
  if ~(mode[i] = "a")
  if ~(mode[i] = "b")
  reads mode[i]
action Quietly(i \in Node) by i @6
  writes mode[i]
action Switch4(i \in Node) by i @9
  if mode[i] = "a"
  reads mode[i]
  writes mode[i]
action Switch5(i \in Node) by i @9
  if mode[i] = "b"
  reads mode[i]
  writes mode[i]
action Switch6(i \in Node) by i @9
  if ~(mode[i] = "a")
  if ~(mode[i] = "b")
  reads mode[i]
not found: network: no variable holds records that one action adds and another one takes or quantifies over
15:40 info structure/peer-read Pair of j reads `mode[i]`, of another node
1:13 info structure/no-network no network found: no variable holds messages that one action adds and another one takes or quantifies over
