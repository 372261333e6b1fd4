-------------------------------- MODULE Start --------------------------------
\* A hundred states: what is measured is how long it takes to begin.
EXTENDS Naturals

CONSTANT Size

VARIABLES x, y

Init == x = 0 /\ y = 0
Next ==
  \/ x' = (x + 1) % Size /\ y' = y
  \/ y' = (y + 1) % Size /\ x' = x

InRange == x \in 0 .. Size - 1 /\ y \in 0 .. Size - 1
=============================================================================
