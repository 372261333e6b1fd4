----------------------------- MODULE GraphViz ------------------------------
(* native: the text of a directed graph in the language of Graphviz; VL    *)
(* and EL give the labels of nodes and edges.                              *)
DotDiGraph(G, VL(_), EL(_)) == TRUE
=============================================================================
