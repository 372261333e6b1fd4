------------------------------ MODULE Graphs -------------------------------
(* Directed graphs: records of a set `node` and a set `edge` of pairs.     *)
EXTENDS Naturals, Sequences, FiniteSets, SequencesExt, Relation

IsDirectedGraph(G) ==
  /\ [node |-> G.node, edge |-> G.edge] = G
  /\ \A e \in G.edge : e \in G.node \X G.node

(* The graphs with some of the nodes and some of the edges of G.           *)
DirectedSubgraph(G) ==
  UNION {[node : {N}, edge : SUBSET (G.edge \cap (N \X N))] : N \in SUBSET G.node}

(* G with all edges turned around.                                         *)
Transpose(G) == [node |-> G.node, edge |-> {<<e[2], e[1]>> : e \in G.edge}]

(* An undirected graph has every edge in both directions.                  *)
IsUndirectedGraph(G) == IsDirectedGraph(G) /\ (\A e \in G.edge : <<e[2], e[1]>> \in G.edge)
UndirectedSubgraph(G) ==
  {H \in DirectedSubgraph(G) : \A e \in H.edge : <<e[2], e[1]>> \in H.edge}

-----------------------------------------------------------------------------
(* Consecutive nodes of p are joined by an edge of G.                      *)
LOCAL Follows(p, G) == \A n \in 2..Len(p) : <<p[n - 1], p[n]>> \in G.edge

(* The paths: sequences of at least one node along edges; the simple ones  *)
(* have no node twice, and so are no longer than there are nodes.          *)
Path(G) == {p \in Seq(G.node) : Len(p) > 0 /\ Follows(p, G)}
SimplePath(G) ==
  IF IsFiniteSet(G.node)
    THEN {p \in UNION {Injection(1..n, G.node) : n \in 1..Cardinality(G.node)} : Follows(p, G)}
    ELSE {p \in Path(G) : IsInjective(p)}

(* The nodes that paths from m lead to, in as many steps as there are nodes. *)
LOCAL Reached(m, G) ==
  LET within[k \in Nat] ==
        IF k = 0 THEN {m} \cap G.node
        ELSE LET before == within[k - 1]
             IN  before \cup {n \in G.node : \E p \in before : <<p, n>> \in G.edge}
  IN  within[Cardinality(G.node)]

(* A path leads from m to n.                                               *)
AreConnectedIn(m, n, G) ==
  IF IsFiniteSet(G.node)
    THEN n \in Reached(m, G)
    ELSE \E p \in SimplePath(G) : p[1] = m /\ Last(p) = n

(* The edges of G as a relation on its nodes.                              *)
LOCAL Edges(G) == [e \in G.node \X G.node |-> e \in G.edge]

(* Whether a path leads from m to n, for all pairs of nodes of a finite G. *)
ConnectionsIn(G) == ReflexiveTransitiveClosure(Edges(G), G.node)

IsStronglyConnected(G) ==
  IF IsFiniteSet(G.node)
    THEN LET connected == ConnectionsIn(G) IN \A m, n \in G.node : connected[m, n]
    ELSE \A m, n \in G.node : AreConnectedIn(m, n, G)

(* A tree with its edges towards the root: one edge leaves every node, but *)
(* none the root, and all nodes lead to the root.                          *)
IsTreeWithRoot(G, r) ==
  /\ IsDirectedGraph(G)
  /\ r \in G.node
  /\ \A e \in G.edge : e[1] # r
  /\ \A d, e \in G.edge : d # e => d[1] # e[1]
  /\ \A n \in G.node : AreConnectedIn(n, r, G)

-----------------------------------------------------------------------------
GraphUnion(G, H) == [edge |-> G.edge \cup H.edge, node |-> G.node \cup H.node]

(* Every edge goes between U and V.                                        *)
IsBipartiteWithPartitions(G, U, V) ==
  /\ \A u \in U : u \notin V
  /\ \A n \in G.node : n \in U \/ n \in V
  /\ \A e \in G.edge : (e[1] \in U /\ e[2] \in V) \/ (e[1] \in V /\ e[2] \in U)

HasCycle(G) ==
  LET reaches == TransitiveClosure(Edges(G), G.node) IN \E n \in G.node : reaches[n, n]
IsDag(G) == IsDirectedGraph(G) /\ ~HasCycle(G)

(* The nodes one edge after, and before, a node or a set of nodes.         *)
Successors(G, n) == {m \in G.node : <<n, m>> \in G.edge}
AllSuccessors(G, S) == {m \in G.node : \E n \in S : <<n, m>> \in G.edge}
Predecessors(G, n) == {m \in G.node : <<m, n>> \in G.edge}
AllPredecessors(G, S) == {m \in G.node : \E n \in S : <<m, n>> \in G.edge}

(* The nodes one or more edges before, and after, a node.                  *)
Ancestors(G, n) ==
  LET reaches == TransitiveClosure(Edges(G), G.node) IN {m \in G.node : reaches[m, n]}
Descendants(G, n) ==
  LET reaches == TransitiveClosure(Edges(G), G.node) IN {m \in G.node : reaches[n, m]}

InDegree(G, n) == Cardinality(Predecessors(G, n))
OutDegree(G, n) == Cardinality(Successors(G, n))

(* The nodes that no edge enters, and that no edge leaves.                 *)
Roots(G) == {n \in G.node : \A m \in G.node : <<m, n>> \notin G.edge}
Leaves(G) == {n \in G.node : \A m \in G.node : <<n, m>> \notin G.edge}

EmptyGraph == [edge |-> {}, node |-> {}]

(* All graphs with the nodes S.                                            *)
Graphs(S) == {[node |-> S, edge |-> E] : E \in SUBSET (S \X S)}
=============================================================================
