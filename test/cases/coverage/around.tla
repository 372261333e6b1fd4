---- MODULE Around ----
\* What stands around a mapped operator in Next: conjuncts beside it, IF, a choice of messages; two ways to one operator.
EXTENDS Naturals
VARIABLES seen, left, steps
Init == seen = {} /\ left = 3 /\ steps = 0
Take(n) == n \notin seen /\ seen' = seen \cup {n}
Odd(n) == Take(n) /\ left' = left
Even(n) == Take(n) /\ left' = left
Both(n) == seen' = seen \cup {n} /\ left' = left - 1
Reset == seen' = {} /\ left' = 3
Receive(n) ==
  \/ /\ n = 0
     /\ Reset
  \/ /\ n > 0
     /\ IF n % 2 = 1 THEN Odd(n) ELSE Even(n)
Next ==
  /\ \/ \E n \in 0..4 : Receive(n)
     \/ \E n \in {1, 2} : Both(n)
     \/ \E n \in {3, 4} : left > 0 /\ Both(n)
  /\ steps' = IF left = 0 THEN 0 ELSE steps + 1
====
MAPPING
{
  "log": { "name": "$.e" },
  "events": [
    { "on": "odd", "do": "Odd($.n)", "after": { "seen": "set($.seen)" } },
    { "on": "even", "do": "Even($.n)", "after": { "seen": "set($.seen)" } },
    { "on": "both", "do": "Both($.n)", "after": { "seen": "set($.seen)" } }
  ]
}
LOG
{"e":"odd","n":1,"seen":[1]}
EXPECT
coverage by 1 trace, 1 line: 17 of 36 parts exercised (47.2 %)
of 2 parts around actions in Next it cannot be told: left out

action  lines  surely  silent
------  -----  ------  ------
Next    1      1       0

rules that no line was for
  events[1] even: Even($.n)
  events[2] both: Both($.n)

never exercised
  Around.tla:12:6: never evaluated: /\ n = 0 /\ Reset  (disjunct of Receive)
  Around.tla:15:39: never evaluated: Even(n)  (branch of Receive)
  Around.tla:18:9: never evaluated: \E n \in {1, 2} : Both(n)  (disjunct of Next)
  Around.tla:19:9: never evaluated: \E n \in {3, 4} : left > 0 /\ Both(n)  (disjunct of Next)

guards that were true whenever they were tried, in 1 state of the traces
  Around.tla:6:12: never false: n \notin seen  (conjunct of Take)
  Around.tla:19:27: never false: left > 0  (conjunct of Next)
LOG
{"e":"odd","n":1,"seen":[1]}
{"e":"both","n":2,"seen":[1,2]}
EXPECT
coverage by 1 trace, 2 lines: 20 of 30 parts exercised (66.7 %)
of 8 parts around actions in Next it cannot be told: left out

action  lines  surely  silent
------  -----  ------  ------
Next    2      2       0

rules that no line was for
  events[1] even: Even($.n)

never exercised
  Around.tla:12:6: never evaluated: /\ n = 0 /\ Reset  (disjunct of Receive)
  Around.tla:15:39: never evaluated: Even(n)  (branch of Receive)
