--------------------------- MODULE VectorClocks ----------------------------
(* Logs put in an order that their vector clocks allow.                    *)
EXTENDS Naturals, Sequences, Functions

(* v1 is behind v2 somewhere and ahead of it nowhere.                      *)
LOCAL happenedBefore(v1, v2) ==
  /\ \E n \in DOMAIN v1 : v1[n] < v2[n]
  /\ ~ \E n \in DOMAIN v1 : v1[n] > v2[n]

(* Each is behind the other somewhere.                                     *)
LOCAL concurrent(v1, v2) ==
  /\ \E n \in DOMAIN v1 : v1[n] < v2[n]
  /\ \E n \in DOMAIN v1 : v1[n] > v2[n]

(* Each entry of the log is after, or concurrent with, all entries before  *)
(* it. A clock without an entry for a node counts 0 for it.                *)
IsCausalOrder(log, clock(_)) ==
  LET Nodes(i, j) == DOMAIN clock(log[i]) \cup DOMAIN clock(log[j])
      Full(i, N) ==
        [n \in N |-> IF n \in DOMAIN clock(log[i]) THEN clock(log[i])[n] ELSE 0]
      InOrder(i, j) ==
        LET N == Nodes(i, j)
            first == Full(i, N)
            second == Full(j, N)
        IN  happenedBefore(first, second) \/ concurrent(first, second)
  IN  \A j \in 1..Len(log) : \A i \in 1..Len(log) : i < j => InOrder(i, j)

(* The log in some causal order. (`node` and `domain` serve the native     *)
(* version: an entry's own node, and the nodes its clock has.)             *)
CausalOrder(log, clock(_), node(_), domain(_)) ==
  LET Logs == {l \in [1..Len(log) -> Range(log)] : Range(l) = Range(log)}
  IN  CHOOSE l \in Logs : IsCausalOrder(l, clock)
=============================================================================
