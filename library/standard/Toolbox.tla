-------------------------------- MODULE Toolbox --------------------------------
(* The trace that the TLA+ Toolbox explores. Engines would have to have both natively. *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE TLC

_TETrace == CHOOSE trace \in [Nat \ {0} -> STRING] : TRUE

(* The number of the present state; the last one stays. *)
_TEPosition ==
  LET last == Cardinality(DOMAIN _TETrace)
      level == TLCGet("level")
  IN  IF level < last THEN level + 1 ELSE last
================================================================================
