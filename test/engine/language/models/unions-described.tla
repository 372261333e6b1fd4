---- MODULE M ----
EXTENDS Naturals, FiniteSets
VARIABLES c, n
Over(m) == 1..m
Mixed == {1..2, {2, 3}}
Init == /\ c \in UNION {{<<1>>, <<2>>}, [1..1 -> {1}]}
        /\ n = Cardinality(UNION {1..2, 2..3})
Listed == \E d \in UNION {{<<1>>, <<2>>}, [1..1 -> {1}]} : c' = d /\ n' = 1
Twice == \E d \in UNION Mixed : n' = d /\ c' = c
Several == \E d \in UNION {Over(m) : m \in 1..3} : n' = d /\ c' = <<3>>
Given(S) == n' \in UNION {S, {1, 2}} /\ c' = <<4>>
Two(S) == n' \in {x \in UNION {S, 2..4} : x > 1} /\ c' = <<5>>
One == \E s \in UNION {SUBSET {1, 2}} : n' = Cardinality(s) /\ c' = <<6>>
Same == n' \in UNION {1..2, {1, 2}} /\ c' = <<7>>
Now == n' \in UNION {1..Cardinality({n}), 1..2, {c[1]}} /\ c' = <<8>>
Next == (Listed \/ Twice \/ Several \/ Given(2..3) \/ Two({2, 3}) \/ One \/ Same \/ Now)
====
INIT Init
NEXT Next
EXPECT holds 31 distinct 992 generated
