/** Models with values of all kinds, for files of counterexamples. */

export const kinds = `CONSTANTS P, None
VARIABLES owner, queue, bag, tags, deep
vars == <<owner, queue, bag, tags, deep>>
Init == /\\ owner = None
        /\\ queue = <<>>
        /\\ bag = [p \\in P |-> 0 - 1]
        /\\ tags = {}
        /\\ deep = [kind |-> "none", of |-> {<<1, "a\\"b">>}]
Ask(p) == /\\ queue' = Append(queue, [from |-> p, at |-> Len(queue)])
          /\\ bag' = [bag EXCEPT ![p] = @ + 3]
          /\\ UNCHANGED <<owner, tags, deep>>
Give == /\\ queue # <<>> /\\ owner' = Head(queue).from /\\ queue' = Tail(queue)
        /\\ tags' = tags \\cup {{owner', None}}
        /\\ deep' = [kind |-> "given", of |-> {<<2, "c">>, <<3, "d e">>}]
        /\\ UNCHANGED bag
Odd == /\\ owner # None /\\ owner' = None
       /\\ deep' = [kind |-> "odd", of |-> {<<n, IF n = 1 THEN "x" ELSE "y">> : n \\in 1 .. 3}]
       /\\ UNCHANGED <<queue, bag, tags>>
Next == (\\E p \\in P : Ask(p)) \\/ Give \\/ Odd
Few == Len(queue) < 3 /\\ \\A p \\in P : bag[p] < 9
Inv == Cardinality(tags) < 2
Stay == [][owner' # owner => owner' = None \\/ owner = None]_vars`;

export const kindsCfg = `INIT Init\nNEXT Next\nCONSTANT P = {p1, p2}\nCONSTANT None = None\nCONSTRAINT Few\n`;
