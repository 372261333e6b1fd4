---- MODULE M ----
THEOREM T == ASSUME NEW a, NEW b \in S, NEW CONSTANT c, CONSTANT d \in S,
                    NEW VARIABLE v, VARIABLE w, NEW STATE s, ACTION t, TEMPORAL u,
                    NEW F(_, _), NEW _ + _, a = b, lbl:: b = c,
                    ASSUME NEW q PROVE q = a,
                    n:: ASSUME x PROVE y
             PROVE  F(a, b)
THEOREM []ASSUME x []PROVE y
LEMMA ASSUME x PROVE y OBVIOUS
====
EXPECT
ok
