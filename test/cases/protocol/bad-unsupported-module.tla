---- MODULE BadUnsupportedModule ----
EXTENDS Naturals, SequencesExt
Init == TRUE
Next == TRUE
====
EXPECT
2:19 protocol/unsupported-module
    module SequencesExt is not one of the standard modules
