------------------------------ MODULE ShiViz -------------------------------
(* Which process moved and the vector clock, for each state of a           *)
(* counterexample whose variable pc is a function of the processes.        *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Json
LOCAL INSTANCE TLC
INSTANCE Toolbox

(* For each state, the process whose pc changed last; at first nobody.     *)
LOCAL Movers ==
  LET mover[n \in DOMAIN _TETrace] ==
        IF n = 1 THEN "--"
        ELSE LET before == _TETrace[n - 1].pc
                 now == _TETrace[n].pc
             IN  IF before # now
                   THEN CHOOSE p \in DOMAIN before : now[p] # before[p]
                   ELSE mover[n - 1]
  IN  TLCEval(mover)

Host == Movers[_TEPosition]

(* For each state, how often each process has moved so far. A state that   *)
(* leaves pc as it is counts for the last mover.                           *)
LOCAL Clocks ==
  LET Tick(n) == [p \in DOMAIN _TETrace[n].pc |-> IF p = Movers[n] THEN 1 ELSE 0]
      count[n \in DOMAIN _TETrace] ==
        IF n = 1 THEN [p \in DOMAIN _TETrace[n].pc |-> 0]
        ELSE LET before == TLCEval(count[n - 1])
             IN  [p \in DOMAIN before |-> before[p] + Tick(n)[p]]
  IN  TLCEval(count)

Clock == ToJsonObject(Clocks[_TEPosition])
=============================================================================
