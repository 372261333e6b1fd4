/** Random specifications with SYMMETRY and VIEW: as many states as TLC finds. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { exploreAll, modelOf } from "./models.js";
import { tlcOn } from "./tlc.js";

const COUNT = Number(process.env.IDENTITY_SPECS ?? 8);
const SEED = Number(process.env.IDENTITY_SEED ?? 11);

const actions = [
  "\\E p \\in P, q \\in Q : f' = [f EXCEPT ![p] = q] /\\ UNCHANGED <<set, row, at>>",
  "\\E p, r \\in P : f[p] # r /\\ f' = [f EXCEPT ![p] = f[r]] /\\ UNCHANGED <<set, row, at>>",
  "\\E p \\in P : f' = [f EXCEPT ![p] = p] /\\ at' = p /\\ UNCHANGED <<set, row>>",
  "\\E p \\in P, q \\in Q : set' = set \\cup {[to |-> p, by |-> q]} /\\ UNCHANGED <<f, row, at>>",
  "\\E m \\in set : set' = set \\ {m} /\\ at' = m.to /\\ UNCHANGED <<f, row>>",
  "\\E p \\in P : Len(row) < 2 /\\ row' = Append(row, p) /\\ UNCHANGED <<f, set, at>>",
  "row # <<>> /\\ at' = Head(row) /\\ row' = Tail(row) /\\ UNCHANGED <<f, set>>",
  "at # None /\\ at' = (IF \\E p \\in P : f[p] = at THEN None ELSE f[CHOOSE p \\in P : p = at \\/ at \\notin P]) /\\ UNCHANGED <<f, set, row>>",
  "n < 2 /\\ n' = n + 1 /\\ UNCHANGED <<f, set, row, at>>",
] as const;

const symmetries = [
  "Permutations(P)",
  "Permutations(Q)",
  "Permutations(P) \\cup Permutations(Q)",
  "{g \\in Permutations(P) : \\A p \\in P : g[p] # p}",
] as const;

const views = [
  "",
  "<<f, set, row>>",
  "<<<<row, at>>, f, set>>",
  "<<n, f, at>>",
  "<<at, Cardinality(set), f>>",
  "<<row, {f[p] : p \\in P}>>",
] as const;

interface Random {
  readonly actions: readonly string[];
  readonly symmetry: string | undefined;
  readonly view: string;
}

const random: fc.Arbitrary<Random> = fc.record({
  actions: fc.uniqueArray(fc.constantFrom(...actions), { minLength: 3, maxLength: 6 }),
  symmetry: fc.option(fc.constantFrom(...symmetries), { nil: undefined, freq: 6 }),
  view: fc.constantFrom(...views),
});

const bodyOf = ({ actions: list, symmetry = "{}", view }: Random): string => `CONSTANTS P, Q, None
VARIABLES f, set, row, at, n
Init == f = [p \\in P |-> None] /\\ set = {} /\\ row = <<>> /\\ at = None /\\ n = 0
Next == ${list.map((a) => `\\/ ${a}${a.startsWith("n ") ? "" : " /\\ UNCHANGED n"}`).join("\n        ")}
Sym == ${symmetry}
Vw == ${view === "" ? "f" : view}
Few == Cardinality(set) < 3
`;

it(`of ${COUNT} specifications`, async () => {
  for (const spec of fc.sample(random, { numRuns: COUNT, seed: SEED })) {
    const body = bodyOf(spec);
    const cfg = [
      "INIT Init\nNEXT Next\nCONSTRAINT Few\nCHECK_DEADLOCK FALSE",
      "CONSTANT P = {p1, p2, p3}\nCONSTANT Q = {q1, q2}\nCONSTANT None = None",
      ...(spec.symmetry === undefined ? [] : ["SYMMETRY Sym"]),
      ...(spec.view === "" ? [] : ["VIEW Vw"]),
      "",
    ].join("\n");
    const text = `---- MODULE M ----\nEXTENDS Naturals, FiniteSets, Sequences, TLC\n${body}====\n`;
    const tlc = await tlcOn("M", { M: text }, cfg);
    if (tlc.kind !== "holds") throw new Error(`${tlc.kind}\n${text}\n${cfg}`);
    const { counts } = await exploreAll(modelOf(body, cfg));
    const { distinct, generated } = tlc;
    expect({ distinct: counts.distinct, generated: counts.generated }, text + cfg).toEqual({
      distinct,
      generated,
    });
  }
});
