---- MODULE M ----
THEOREM ASSUME NEW F(_) \in S PROVE x
THEOREM ASSUME NEW VARIABLE v(_) PROVE x
THEOREM ASSUME x
ASSUME ASSUME x PROVE y
====
EXPECT
2:25 tla/unexpected-token
3:30 tla/unexpected-token
5:1 tla/unexpected-token
5:8 tla/unexpected-token
