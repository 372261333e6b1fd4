--------------------------- MODULE GraphTheorems ---------------------------
(* What holds of directed graphs, their paths, and trees. Statements only. *)
EXTENDS Graphs, Sequences

(* The graph without the nodes S.                                          *)
LOCAL Without(G, S) ==
  LET rest == {n \in G.node : n \notin S}
  IN  [node |-> rest, edge |-> {e \in G.edge : e \in rest \X rest}]
(* G with the edges E in addition.                                         *)
LOCAL Plus(G, E) == [node |-> G.node, edge |-> E \cup G.edge]
(* The root alone; one more node.                                          *)
LOCAL Single(r) == [node |-> {r}, edge |-> {}]
(* A tree turned around: the edges point away from the root.               *)
LOCAL IsOutTree(G, r) == IsTreeWithRoot(Transpose(G), r)

-----------------------------------------------------------------------------
THEOREM TransposeIsDirectedGraph ==
  ASSUME NEW G, IsDirectedGraph(G)
  PROVE  LET H == Transpose(G) IN IsDirectedGraph(H)

THEOREM TransposeTranspose ==
  ASSUME NEW G, IsDirectedGraph(G)
  PROVE  G = Transpose(Transpose(G))

THEOREM PathTranspose ==
  ASSUME NEW G, NEW path \in Path(G)
  PROVE  Reverse(path) \in Path(Transpose(G))

THEOREM TransposePath ==
  ASSUME NEW G, IsDirectedGraph(G), NEW path \in Path(Transpose(G))
  PROVE  Reverse(path) \in Path(G)

THEOREM SimplePathTranspose ==
  ASSUME NEW G, NEW path \in SimplePath(G)
  PROVE  Reverse(path) \in SimplePath(Transpose(G))

THEOREM TransposeSimplePath ==
  ASSUME NEW G, IsDirectedGraph(G), NEW path \in SimplePath(Transpose(G))
  PROVE  Reverse(path) \in SimplePath(G)

THEOREM AreConnectedInTranspose ==
  ASSUME NEW G, NEW a, NEW b, AreConnectedIn(a, b, G)
  PROVE  AreConnectedIn(b, a, Transpose(G))

THEOREM TransposeAreConnectedIn ==
  ASSUME NEW G, IsDirectedGraph(G), NEW a, NEW b, AreConnectedIn(a, b, Transpose(G))
  PROVE  AreConnectedIn(b, a, G)

THEOREM IsStronglyConnectedTranspose ==
  ASSUME NEW G, IsStronglyConnected(G)
  PROVE  LET H == Transpose(G) IN IsStronglyConnected(H)

THEOREM TransposeIsStronglyConnected ==
  ASSUME NEW G, IsDirectedGraph(G), LET H == Transpose(G) IN IsStronglyConnected(H)
  PROVE  IsStronglyConnected(G)

-----------------------------------------------------------------------------
(* The second path goes on where the first ends; a part of a path.         *)
THEOREM PathConcatenation ==
  ASSUME NEW G, NEW first \in Path(G), NEW second \in Path(G), Last(first) = Head(second)
  PROVE  first \o Tail(second) \in Path(G)

THEOREM SubPath ==
  ASSUME NEW G, NEW path \in Path(G), NEW n \in 1..Len(path), NEW m \in 1..n
  PROVE  SubSeq(path, m, n) \in Path(G)

THEOREM ExistsPathIffExistsSimplePath ==
  ASSUME NEW G, NEW a \in G.node, NEW b \in G.node
  PROVE  LET Leads(P) == \E path \in P : Head(path) = a /\ Last(path) = b
         IN  Leads(SimplePath(G)) <=> Leads(Path(G))

THEOREM ConnectedReflexive ==
  ASSUME NEW G, NEW n \in G.node
  PROVE  AreConnectedIn(n, n, G)

THEOREM ConnectedTransitive ==
  ASSUME NEW G, NEW m \in G.node, NEW n \in G.node, NEW o \in G.node,
         AreConnectedIn(m, n, G) /\ AreConnectedIn(n, o, G)
  PROVE  AreConnectedIn(m, o, G)

-----------------------------------------------------------------------------
(* Trees with their edges towards the root.                                *)
THEOREM TreeAcyclic ==
  ASSUME NEW G, NEW r, IsTreeWithRoot(G, r), NEW N, N # {}, N \subseteq G.node
  PROVE  \E n \in N : \A m \in N : <<n, m>> \notin G.edge

THEOREM TreeIrreflexive ==
  ASSUME NEW G, NEW r, IsTreeWithRoot(G, r), NEW m \in G.node
  PROVE  ~(<<m, m>> \in G.edge)

THEOREM TreeSimplePath ==
  ASSUME NEW G, NEW r, IsTreeWithRoot(G, r), NEW path \in Path(G)
  PROVE  path \in SimplePath(G)

THEOREM TreeConnectedAntisymmetric ==
  ASSUME NEW G, NEW r, IsTreeWithRoot(G, r), NEW m \in G.node, NEW n \in G.node,
         AreConnectedIn(m, n, G) /\ AreConnectedIn(n, m, G)
  PROVE  m = n

THEOREM SingletonIsTreeWithRoot ==
  ASSUME NEW r
  PROVE  IsTreeWithRoot(Single(r), r)

THEOREM AttachTree ==
  ASSUME NEW G, NEW r, IsTreeWithRoot(G, r), NEW H, NEW q, IsTreeWithRoot(H, q),
         \A m \in H.node : m \notin G.node, NEW n \in G.node
  PROVE  IsTreeWithRoot(Plus(GraphUnion(G, H), {<<q, n>>}), r)

THEOREM AddLeafToTree ==
  ASSUME NEW G, NEW r, IsTreeWithRoot(G, r), NEW n, n \in G.node, NEW new, new \notin G.node
  PROVE  IsTreeWithRoot(Plus(GraphUnion(G, Single(new)), {<<new, n>>}), r)

THEOREM RemoveSubtree ==
  ASSUME NEW G, NEW r, IsTreeWithRoot(G, r), NEW top \in G.node, top # r
  PROVE  LET below == {n \in G.node : AreConnectedIn(n, top, G)}
         IN  IsTreeWithRoot(Without(G, below), r)

THEOREM RemoveLeafFromTree ==
  ASSUME NEW G, NEW r, IsTreeWithRoot(G, r), NEW old \in G.node, NEW n \in G.node,
         Predecessors(G, old) = {}, <<old, n>> \in G.edge
  PROVE  IsTreeWithRoot(Without(G, {old}), r)

-----------------------------------------------------------------------------
(* Trees with their edges away from the root.                              *)
THEOREM SingletonIsTransposedTreeWithRoot ==
  ASSUME NEW r
  PROVE  IsOutTree(Single(r), r)

THEOREM AttachTransposedTree ==
  ASSUME NEW G, IsDirectedGraph(G), NEW r, IsOutTree(G, r),
         NEW H, IsDirectedGraph(H), NEW q, IsOutTree(H, q),
         \A m \in H.node : m \notin G.node, NEW n \in G.node
  PROVE  IsOutTree(Plus(GraphUnion(G, H), {<<n, q>>}), r)

THEOREM AddLeafToTransposedTree ==
  ASSUME NEW G, IsDirectedGraph(G), NEW r, IsOutTree(G, r),
         NEW n, n \in G.node, NEW new, new \notin G.node
  PROVE  IsOutTree(Plus(GraphUnion(G, Single(new)), {<<n, new>>}), r)

THEOREM RemoveTransposedSubtree ==
  ASSUME NEW G, IsDirectedGraph(G), NEW r, IsOutTree(G, r), NEW top \in G.node, top # r
  PROVE  LET below == {n \in G.node : AreConnectedIn(top, n, G)}
         IN  IsOutTree(Without(G, below), r)

THEOREM RemoveLeafFromTransposedTree ==
  ASSUME NEW G, IsDirectedGraph(G), NEW r, IsOutTree(G, r), NEW old \in G.node,
         NEW n \in G.node, Successors(G, old) = {}, <<n, old>> \in G.edge
  PROVE  IsOutTree(Without(G, {old}), r)
=============================================================================
