---- MODULE BadNoDefinition ----
CONSTANT Node
VARIABLE x
Init == x = [n \in Node |-> 0]
====
EXPECT
1:13 protocol/no-definition
    the module defines no Next
