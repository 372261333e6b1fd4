---- MODULE BadNoDefinitionMapped ----
CONSTANT Node
VARIABLE x
Init == x = [n \in Node |-> 0]
====
MAPPING
{ "next": "Advance", "init": "Init" }
EXPECT
1:11 protocol/no-definition
    the module defines no Advance
