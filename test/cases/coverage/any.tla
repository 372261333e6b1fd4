---- MODULE Any ----
\* Lines may be any step of Next: what it was is found out. A rejected log does not count.
EXTENDS Naturals
VARIABLE x
Init == x = 0
Up == x < 9 /\ x' = x + 1
Double == x > 0 /\ x' = 2 * x
Next == \/ Up
        \/ Double
        \/ /\ x > 4
           /\ x' = 0
====
MAPPING
{
  "log": { "name": "$.e" },
  "events": [{ "on": "step", "do": "any", "after": { "x": "$.x" } }]
}
LOG
{"e":"step","x":1}
{"e":"step","x":2}
{"e":"step","x":4}
EXPECT
coverage by 1 trace, 3 lines: 9 of 12 parts exercised (75.0 %)
1 line has several steps that explain the log: each of them counts, "surely" only what they share

action  lines        surely  silent
------  -----------  ------  ------
Up      2            1       0
Double  2            1       0
Next    never taken

never exercised
  Any.tla:10:12: never evaluated: /\ x > 4 /\ x' = 0  (disjunct of Next)

guards that were true whenever they were tried, in 3 states of the traces
  Any.tla:6:7: never false: x < 9  (conjunct of Up)
LOG
{"e":"step","x":7}
EXPECT
0.ndjson does not count: it is rejected, so that no behaviour explains it as a whole [conform/not-covering]
