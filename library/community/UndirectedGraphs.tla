------------------------- MODULE UndirectedGraphs --------------------------
(* Undirected graphs: records of a set `node` and a set `edge` of sets of  *)
(* one (a loop) or two nodes.                                              *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE Folds
LOCAL INSTANCE Functions

LOCAL HasTwoFields(G) == [edge |-> G.edge, node |-> G.node] = G

IsUndirectedGraph(G) ==
  HasTwoFields(G) /\ (\A e \in G.edge : \E m \in G.node : \E n \in G.node : {m, n} = e)

IsLoopFreeUndirectedGraph(G) ==
  HasTwoFields(G) /\ (\A e \in G.edge : \E m, n \in G.node : {m, n} = e /\ m # n)

(* The graphs with some of the nodes and some of the edges of G.           *)
UndirectedSubgraph(G) ==
  {H \in [edge : SUBSET G.edge, node : SUBSET G.node] : IsUndirectedGraph(H)}

-----------------------------------------------------------------------------
LOCAL Follows(p, G) == \A n \in 2..Len(p) : {p[n - 1], p[n]} \in G.edge

(* Sequences of at least one node along edges; the simple ones have no     *)
(* node twice, and so are no longer than there are nodes.                  *)
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
             IN  before \cup {n \in G.node : \E p \in before : {p, n} \in G.edge}
  IN  within[Cardinality(G.node)]

AreConnectedIn(m, n, G) ==
  IF IsFiniteSet(G.node)
    THEN n \in Reached(m, G)
    ELSE \E p \in SimplePath(G) : p[1] = m /\ Last(p) = n

(* The greatest sets of nodes that are connected; the nodes are finite.    *)
ConnectedComponents(G) == {Reached(m, G) : m \in G.node}

IsStronglyConnected(G) == {G.node} = ConnectedComponents(G)

(* All graphs with the nodes S.                                            *)
UndirectedGraphs(S) ==
  LET edges == {{pair[1], pair[2]} : pair \in S \X S}
  IN  {[node |-> S, edge |-> E] : E \in SUBSET edges}
=============================================================================
