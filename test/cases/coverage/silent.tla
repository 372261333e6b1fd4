---- MODULE Silent ----
\* Steps that nobody logs count apart, and only those that led on; a line of several steps counts once.
EXTENDS Naturals
VARIABLES sent, got
Init == sent = 0 /\ got = 0
Send == sent' = sent + 1 /\ UNCHANGED got
Get == /\ got < sent
       /\ got' = got + 1
       /\ UNCHANGED sent
Lose == got < sent /\ sent' = sent - 1 /\ UNCHANGED got
Next == Send \/ Get \/ Lose
====
MAPPING
{
  "log": { "name": "$.e" },
  "events": [
    { "on": "got", "do": "Get", "after": { "got": "$.got" } },
    { "on": "all", "do": "Get", "until": "got = sent", "max": 3, "after": { "got": "$.got" } }
  ],
  "silent": [
    { "do": "Send", "for": ["got", "all"], "max": 2, "why": "the sender has no log" },
    { "do": "Lose", "for": ["got"], "max": 1, "why": "the network has no log" }
  ]
}
LOG
{"e":"got","got":1}
EXPECT
coverage by 1 trace, 1 line: 10 of 15 parts exercised (66.7 %)

action  lines        surely  silent
------  -----------  ------  ------
Send    0            0       1
Get     1            1       0
Lose    never taken

rules that no line was for
  events[1] all: Get

never exercised
  Silent.tla:11:24: never evaluated: Lose  (disjunct of Next)
LOG
{"e":"all","got":2}
EXPECT
coverage by 1 trace, 1 line: 10 of 15 parts exercised (66.7 %)

action  lines        surely  silent
------  -----------  ------  ------
Send    0            0       1
Get     1            1       0
Lose    never taken

rules that no line was for
  events[0] got: Get

never exercised
  Silent.tla:11:24: never evaluated: Lose  (disjunct of Next)
