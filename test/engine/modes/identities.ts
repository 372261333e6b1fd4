/** Models in which states are told apart by a VIEW or up to SYMMETRY, with what TLC counts of them. */

export interface IdentityCase {
  readonly name: string;
  readonly body: string;
  readonly cfg: string;
  readonly distinct: number;
  readonly generated: number;
}

const behaviour = "INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n";

/** Processes that take turns, with a queue, a lock and messages: shapes of all kinds of values. */
const queueing = `CONSTANTS P, Q, None
VARIABLES lock, queue, sent, seen
vars == <<lock, queue, sent, seen>>
Init == lock = None /\\ queue = <<>> /\\ sent = {} /\\ seen = [p \\in P |-> 0]
Enter(p) == /\\ p \\notin {queue[i] : i \\in 1 .. Len(queue)} /\\ p # lock /\\ seen[p] < 2
            /\\ queue' = Append(queue, p) /\\ UNCHANGED <<lock, sent, seen>>
Take == lock = None /\\ queue # <<>> /\\ lock' = Head(queue) /\\ queue' = Tail(queue) /\\ UNCHANGED <<sent, seen>>
Leave == /\\ lock # None /\\ lock' = None /\\ seen' = [seen EXCEPT ![lock] = @ + 1]
         /\\ \\E q \\in Q : sent' = sent \\cup {[from |-> lock, to |-> q]}
         /\\ UNCHANGED queue
Next == (\\E p \\in P : Enter(p)) \\/ Take \\/ Leave
PermsP == Permutations(P)
PermsPQ == Permutations(P) \\cup Permutations(Q)
Shape == <<lock # None, Len(queue), sent, seen>>
Pick == <<lock, queue, CHOOSE p \\in P : seen[p] = 0 \\/ \\A q \\in P : seen[q] > 0>>
`;

const sets = "CONSTANT P = {p1, p2, p3}\nCONSTANT Q = {q1, q2}\nCONSTANT None = None\n";

/** TLC has variables in an order of its own, which such a view can see: it depends on their names. */
const renamed = queueing
  .replaceAll(/\block\b/g, "dd")
  .replaceAll(/\bqueue\b/g, "aa")
  .replaceAll(/\bsent\b/g, "cc")
  .replaceAll(/\bseen\b/g, "bb");

/** Functions of functions over two symmetric sets, and sets of sets. */
const nested = `CONSTANTS A, B
VARIABLES votes, groups
Init == votes = [a \\in A |-> [b \\in B |-> 0]] /\\ groups = {}
Vote(a, b) == votes[a][b] < 1 /\\ votes' = [votes EXCEPT ![a][b] = @ + 1] /\\ UNCHANGED groups
Group(s) == Cardinality(groups) < 2 /\\ groups' = groups \\cup {s} /\\ UNCHANGED votes
Next == (\\E a \\in A, b \\in B : Vote(a, b)) \\/ \\E s \\in (SUBSET A) \\ {{}} : Group(s)
Both == Permutations(A) \\cup Permutations(B)
OnlyB == Permutations(B)
Rotations == {[a \\in A |-> f[a]] : f \\in {g \\in Permutations(A) : \\A a \\in A : g[a] # a}}
First == votes[CHOOSE a \\in A : TRUE]
`;
const ab = "CONSTANT A = {a1, a2, a3}\nCONSTANT B = {b1, b2}\n";

/** A ring: not every permutation is a symmetry of it, and TLC is told so all the same. */
const ring = `CONSTANTS N1, N2, N3, N4
VARIABLES at, tokens
Node == {N1, N2, N3, N4}
Succ == (N1 :> N2) @@ (N2 :> N3) @@ (N3 :> N4) @@ (N4 :> N1)
Init == at = N1 /\\ tokens = {}
Next == \\/ at' = Succ[at] /\\ UNCHANGED tokens
        \\/ tokens' = tokens \\cup {at} /\\ UNCHANGED at
        \\/ \\E n \\in tokens : tokens' = tokens \\ {n} /\\ at' = n
Wrong == Permutations(Node)
Swaps == Permutations({N1, N2}) \\cup Permutations({N2, N3})
Listed == {Succ, [n \\in Node |-> n]}
Alone == Permutations({N1})
`;
const nodes = ["N1", "N2", "N3", "N4"].map((n) => `CONSTANT ${n} = ${n}\n`).join("");

/** A number that views leave out, and a model value that they do. */
const counted = `CONSTANTS P, None
VARIABLES lock, sent, n, seen
Init == lock = None /\\ sent = {} /\\ n = 0 /\\ seen = [p \\in P |-> FALSE]
Take(p) == /\\ lock' = p /\\ n' = (IF n < 3 THEN n + 1 ELSE 0) /\\ sent' = sent \\cup {<<lock, p>>}
           /\\ seen' = [seen EXCEPT ![p] = TRUE]
Free == lock # None /\\ lock' = None /\\ n' \\in {0, n} /\\ UNCHANGED <<sent, seen>>
Next == (\\E p \\in P : Take(p)) \\/ Free
Perms == Permutations(P)
Those == <<sent, lock>>
Shown == <<seen, Those>>
Hidden == <<n, seen, sent>>
`;
const counting = "CONSTANT P = {p1, p2, p3}\nCONSTANT None = None\n";

export const identityCases: readonly IdentityCase[] = (
  [
    ["no identity of its own", queueing, sets, 1836, 3727],
    ["one symmetric set", queueing, `${sets}SYMMETRY PermsP\n`, 344, 697],
    ["two symmetric sets", queueing, `${sets}SYMMETRY PermsPQ\n`, 184, 373],
    ["a view", queueing, `${sets}VIEW Shape\n`, 246, 463],
    ["a view and symmetry", queueing, `${sets}VIEW Shape\nSYMMETRY PermsPQ\n`, 83, 169],
    ["the same with other names", renamed, `${sets}VIEW Shape\nSYMMETRY PermsPQ\n`, 156, 303],
    ["a view that sees the representative", queueing, `${sets}VIEW Pick\nSYMMETRY PermsP\n`, 7, 19],
    ["its names changed", renamed, `${sets}VIEW Pick\nSYMMETRY PermsP\n`, 7, 19],
    ["functions of functions", nested, `${ab}SYMMETRY Both\n`, 230, 1209],
    ["only one of two sets", nested, `${ab}SYMMETRY OnlyB\n`, 1044, 5149],
    ["generators that are no group yet", nested, `${ab}SYMMETRY Rotations\n`, 624, 3105],
    ["a view of a part", nested, `${ab}VIEW First\n`, 4, 49],
    ["a set that is not symmetric", ring, `${nodes}SYMMETRY Wrong\n`, 8, 33],
    ["overlapping sets", ring, `${nodes}SYMMETRY Swaps\n`, 20, 81],
    ["permutations listed one by one", ring, `${nodes}SYMMETRY Listed\n`, 64, 257],
    ["a view of variables", counted, `${counting}VIEW Shown\n`, 10029, 44082],
    ["a view without a number, and symmetry", counted, `${counting}VIEW Shown\nSYMMETRY Perms\n`, 1743, 7671],
    [
      "a view without a model value, and symmetry",
      counted,
      `${counting}VIEW Hidden\nSYMMETRY Perms\n`,
      4507,
      19985,
    ],
    ["a set of one", ring, `${nodes}SYMMETRY Alone\n`, 64, 257],
  ] as const
).map(([name, body, cfg, distinct, generated]) => ({
  name,
  body,
  cfg: `${behaviour}${cfg}`,
  distinct,
  generated,
}));
