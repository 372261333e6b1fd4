---- MODULE Excluded ----
\* A line fits two actions; a later one tells which of them it was. Where nothing tells, neither is sure.
EXTENDS Naturals
VARIABLES level, hot
Init == level = 0 /\ hot = 0
Cold == level < 3 /\ level' = level + 1 /\ UNCHANGED hot
Warm == level < 3 /\ level' = level + 1 /\ hot' = hot + 1
Drain == level > 0 /\ level' = 0 /\ hot' = 0
Next == Cold \/ Warm \/ Drain
====
MAPPING
{
  "log": { "name": "$.e" },
  "events": [
    { "on": "fill", "do": { "oneOf": ["Cold", "Warm"] }, "after": { "level": "$.level" } },
    { "on": "drain", "do": "Drain", "after": { "level": "$.level" } },
    { "on": "heat", "do": "none", "before": { "hot": "$.hot" } }
  ]
}
LOG
{"e":"fill","level":1}
{"e":"heat","hot":1}
EXPECT
coverage by 1 trace, 2 lines: 6 of 16 parts exercised (37.5 %)

action  lines        surely  silent
------  -----------  ------  ------
Cold    never taken
Warm    1            1       0
Drain   never taken

rules that no line was for
  events[1] drain: Drain

never exercised
  Excluded.tla:9:9: never evaluated: Cold  (disjunct of Next)
  Excluded.tla:9:25: never evaluated: Drain  (disjunct of Next)

guards that were true whenever they were tried, in 2 states of the traces
  Excluded.tla:6:9: never false: level < 3  (conjunct of Cold)
  Excluded.tla:7:9: never false: level < 3  (conjunct of Warm)
LOG
{"e":"fill","level":1}
EXPECT
coverage by 1 trace, 1 line: 11 of 16 parts exercised (68.8 %)
1 line has several steps that explain the log: each of them counts, "surely" only what they share

action  lines        surely  silent
------  -----------  ------  ------
Cold    1            0       0
Warm    1            0       0
Drain   never taken

rules that no line was for
  events[1] drain: Drain
  events[2] heat: none

never exercised
  Excluded.tla:9:25: never evaluated: Drain  (disjunct of Next)

exercised only where other steps explain the log, too
  Excluded.tla:9:9: perhaps: Cold  (disjunct of Next)
  Excluded.tla:9:17: perhaps: Warm  (disjunct of Next)

guards that were true whenever they were tried, in 2 states of the traces
  Excluded.tla:6:9: never false: level < 3  (conjunct of Cold)
  Excluded.tla:7:9: never false: level < 3  (conjunct of Warm)
