---- MODULE Sequence ----
\* Of a line of two steps only the first step counts from which the second leads to what is logged.
EXTENDS Naturals
VARIABLES x, kind
Init == x = 0 /\ kind = "none"
Name(n) == IF n > 2 THEN "many" ELSE "two"
Add == \E n \in 1..2 :
         /\ x' = x + n
         /\ kind' = IF n = 1 THEN "one" ELSE Name(n)
Double == x < 100 /\ x' = 2 * x /\ UNCHANGED kind
Next == Add \/ Double
====
MAPPING
{
  "log": { "name": "$.e" },
  "events": [{ "on": "both", "do": ["Add", "Double"], "after": { "x": "$.x" } }]
}
LOG
{"e":"both","x":2}
EXPECT
coverage by 1 trace, 1 line: 12 of 15 parts exercised (80.0 %)

action  lines  surely  silent
------  -----  ------  ------
Add     1      1       0
Double  1      1       0

never exercised
  Sequence.tla:9:46: never evaluated: Name(n)  (branch of Add)

guards that were true whenever they were tried, in 2 states of the traces
  Sequence.tla:10:11: never false: x < 100  (conjunct of Double)
