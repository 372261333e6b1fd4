---- MODULE Instances ----
EXTENDS Naturals
\* A protocol had through INSTANCE, with a parameter and other names.
CONSTANTS Server
VARIABLES net, x, clock
P(b) == INSTANCE Inner WITH Node <- Server, Bound <- b, msgs <- net, state <- x
Init == P(2)!Init /\ clock = 0
Tick == clock < 1 /\ clock' = clock + 1 /\ UNCHANGED <<net, x>>
Next == (P(2)!Next /\ UNCHANGED clock) \/ Tick
Spec == Init /\ [][Next]_<<net, x, clock>>
====
CFG
CONSTANT Server = {s1, s2}
EXPECT
behaviour Init, Next by formula
var net: set of [type: "t", n: Int, from: Server]
var x: (Server -> Int)
var clock: Int
network net: growing-set by type
kind t(type: "t", n: Int, from: Server) Tell -> Hear, sender from
role Server: x
action Tell(i \in Server) by i @8
  if P(2)!Small(x[i])
  reads x[i]
  writes x[i], net
  sends t one
action Hear(i \in Server, m \in net) by i @9
  if m.n >= x[i]
  reads net, x[i]
  writes x[i]
  receives t one
action Tick() @8
  if clock < 1
  reads clock
  writes clock
5:19 info structure/budget `clock` is only counted up and compared with constants: it bounds the exploration
