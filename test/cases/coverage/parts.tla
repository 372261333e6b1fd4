---- MODULE Parts ----
\* Branches of IF and CASE, disjuncts, witnesses, values inside of guards; helpers of the mapping do not count.
EXTENDS Naturals, FiniteSets
VARIABLES size, kind, members
Init == size = 0 /\ kind = "none" /\ members = {}
Small(n) == IF n = 0 THEN "none" ELSE IF n < 3 THEN "small" ELSE "big"
Count == Cardinality(members)
Join == \E m \in 1..4 :
          /\ m \notin members
          /\ Count < 3 \/ m = 4
          /\ members' = members \cup {m}
          /\ size' = size + 1
          /\ kind' = Small(size')
Leave(m) ==
  /\ m \in members
  /\ CASE m = 1 -> size > 0
       [] m = 2 -> size > 1
       [] OTHER -> size > 2
  /\ members' = members \ {m}
  /\ size' = size - 1
  /\ kind' = Small(size')
Next == Join \/ \E m \in 1..4 : Leave(m)
====
MAPPING
{
  "log": { "name": "$.e" },
  "events": [
    { "on": "join", "do": "Join", "after": { "members": "set($.members)", "Small(Count)": "$.kind" } },
    { "on": "leave", "do": "Leave($.m)", "after": { "members": "set($.members)", "Small(Count)": "$.kind" } }
  ]
}
LOG
{"e":"join","members":[2],"kind":"small"}
{"e":"join","members":[2,3],"kind":"small"}
{"e":"leave","m":2,"members":[3],"kind":"small"}
EXPECT
coverage by 1 trace, 3 lines: 24 of 29 parts exercised (82.8 %)

action  lines  surely  silent
------  -----  ------  ------
Join    2      2       0
Leave   1      1       0

never exercised
  Parts.tla:6:16: never true: n = 0  (condition of Small)
  Parts.tla:10:27: never evaluated: m = 4  (disjunct of Join)
  Parts.tla:16:11: never true: m = 1  (condition of Leave)
  Parts.tla:18:20: never evaluated: size > 2  (branch of Leave)
