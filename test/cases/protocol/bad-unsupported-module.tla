---- MODULE BadUnsupportedModule ----
EXTENDS Naturals, Library
Init == TRUE
Next == TRUE
====
EXPECT
2:19 protocol/unsupported-module
    module Library is not one of the standard modules
