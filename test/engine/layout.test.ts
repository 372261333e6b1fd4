/** Variables spread over cells: the same states, steps and values as with every variable in one cell. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellsOf,
  type Layout,
  LEAF,
  meet,
  pack,
  sameLayout,
  spread,
  unpack,
} from "../../src/engine/emit/layout.js";
import { Bank, type Ref } from "../../src/engine/values/bank.js";
import { both, graph } from "./layout-models.js";

const cases: readonly (readonly [name: string, width: number, body: string])[] = [
  [
    "one function, updated at a chosen argument",
    3,
    "VARIABLE f\nInit == f = [p \\in P |-> 0]\nNext == \\E p \\in P : f[p] < 2 /\\ f' = [f EXCEPT ![p] = @ + 1]\nInv == \\A p \\in P : f[p] \\in 0..2",
  ],
  [
    "functions of functions, both arguments chosen or computed",
    9,
    "VARIABLE f\nInit == f = [p \\in P |-> [q \\in P |-> 0]]\n" +
      "Other(p) == CHOOSE q \\in P : q # p\n" +
      "Next == \\/ \\E p, q \\in P : f[p][q] < 1 /\\ f' = [f EXCEPT ![p][q] = @ + 1]\n" +
      "        \\/ \\E p \\in P : f[p][Other(p)] = 1 /\\ f' = [f EXCEPT ![Other(p)][p] = 1 - @, ![p] = [q \\in P |-> f[q][p]]]\n" +
      "Inv == f \\in [P -> [P -> 0..1]]",
  ],
  [
    "`@` that is read after a part of it was overwritten",
    9,
    "VARIABLE f\nInit == f = [p \\in P |-> [q \\in P |-> IF p = q THEN 1 ELSE 0]]\n" +
      "Shift(g) == [q \\in P |-> g[CHOOSE r \\in P : r # q]]\n" +
      "Next == \\E p \\in P : f' = [f EXCEPT ![p] = [q \\in P |-> 1 - @[CHOOSE r \\in P : r # q]]]\nInv == TRUE",
  ],
  [
    "whole functions given, compared and passed",
    6,
    "VARIABLES f, g\nInit == f = [p \\in P |-> 0] /\\ g \\in [P -> {0, 1}]\n" +
      "Sum(h) == Cardinality({p \\in P : h[p] = 1})\n" +
      "Next == \\/ f' = g /\\ g' = f\n        \\/ f # g /\\ f' = [p \\in P |-> Sum(g) % 2] /\\ UNCHANGED g\n" +
      "        \\/ f' \\in [P -> {0, 1}] /\\ f'[CHOOSE p \\in P : TRUE] = 1 /\\ g' = f'\nInv == DOMAIN f = P",
  ],
  [
    "records, and records in functions",
    3 + 4 + 1,
    'VARIABLES r, f\nInit == r = [a |-> 0, b |-> [c |-> 1, d |-> {}]] /\\ f = [i \\in {"x", "y"} |-> 0]\n' +
      "Next == \\/ r.a < 2 /\\ r' = [r EXCEPT !.a = @ + 1, !.b.d = @ \\cup {r.a}] /\\ UNCHANGED f\n" +
      "        \\/ r' = [a |-> 0, b |-> r.b] /\\ f' = [f EXCEPT !.x = 1 - @]\nInv == r.b.c = 1 /\\ r.a < 3",
  ],
  [
    "a function whose domain changes stays whole",
    2,
    "VARIABLES f, n\nInit == f = <<>> /\\ n = 0\n" +
      "Next == n < 3 /\\ n' = n + 1 /\\ \\/ f' = Append(f, n)\n                               \\/ f' = [i \\in 1..n + 1 |-> i]\nInv == TRUE",
  ],
  [
    "IF, CASE and LET around what is given; arguments outside",
    3 + 1,
    "VARIABLES f, n\nInit == f = [i \\in 1..3 |-> 0] /\\ n = 0\n" +
      "Next == /\\ n' = (n + 1) % 5\n" +
      "        /\\ f' = IF n = 4 THEN [i \\in 1..3 |-> i] ELSE LET k == n + 1 IN CASE n < 3 -> [f EXCEPT ![k] = n] [] OTHER -> [f EXCEPT ![k] = 9]\n" +
      "Inv == f[1] < 9",
  ],
  [
    "sequences and sets in cells",
    3 + 3,
    "VARIABLES q, s\nInit == q = [p \\in P |-> <<>>] /\\ s = [p \\in P |-> {}]\n" +
      "Put(p, o) == Len(q[p]) < 2 /\\ q' = [q EXCEPT ![p] = Append(@, o)] /\\ UNCHANGED s\n" +
      "Take(p) == q[p] # <<>> /\\ q' = [q EXCEPT ![p] = Tail(@)] /\\ s' = [s EXCEPT ![Head(q[p])] = @ \\cup {p}]\n" +
      "Set(p, o) == q[p] # <<>> /\\ q' = [q EXCEPT ![p][1] = o] /\\ UNCHANGED s\n" +
      "Next == \\E p, o \\in P : Put(p, o) \\/ Take(p) \\/ Set(p, o)\nInv == \\A p \\in P : Cardinality(s[p]) < 4",
  ],
  [
    "what follows a choice, and choices under \\A",
    3 + 1,
    "VARIABLES f, n\nInit == f \\in [P -> {0, 1}] /\\ n = 0\n" +
      "Next == /\\ \\/ n = 0\n           \\/ n = 1 /\\ \\E p \\in P : f[p] = 0\n        /\\ \\A p \\in P : f[p] = 0 \\/ f[p] = 1 \\/ f[p] = 0\n" +
      "        /\\ \\/ f' = [f EXCEPT ![CHOOSE p \\in P : TRUE] = 1 - @]\n           \\/ UNCHANGED f\n        /\\ n' = 1 - n\nInv == TRUE",
  ],
  [
    "values given under \\A, which the other instances test",
    3 + 1,
    "VARIABLES f, n\nInit == f = [p \\in P |-> 0] /\\ \\A i \\in 1..2 : n \\in {i, 2}\n" +
      "Next == /\\ \\A p \\in P : f' = [q \\in P |-> 1 - f[p]]\n        /\\ \\A i \\in {} : FALSE\n        /\\ \\A i, j \\in 1..2 : n' \\in {i, j, 3}\nInv == n < 4",
  ],
  [
    "values compared where they lie",
    3 + 3 + 1,
    "VARIABLES f, g, n\nInit == f = [p \\in P |-> 0] /\\ g \\in [P -> {0}] /\\ n = 0\n" +
      "One == CHOOSE p \\in P : \\A q \\in P : g[q] = 1 => g[p] = 1\n" +
      "Next == /\\ f' \\in [P -> {0, 1}] /\\ (g' = f \\/ g' = g) /\\ n' \\in 0..2\n" +
      "        /\\ \\/ \\E p \\in P : f' = [f EXCEPT ![p] = 1 - @] /\\ n' = 0\n" +
      "           \\/ f' = [f EXCEPT ![One] = g[One]] /\\ g' = f /\\ n' = 1\n" +
      "           \\/ f' = g /\\ g' # f' /\\ n' = 2\nInv == f = g => g = [f EXCEPT ![One] = @]",
  ],
  [
    "compared with updates outside the domain, and sets compared",
    3 + 3 + 1,
    "VARIABLES f, s, n\nInit == f = [i \\in 1..3 |-> 0] /\\ s = [i \\in 1..3 |-> {}] /\\ n = 1\n" +
      "Next == /\\ n' = 1 + (n % 4) /\\ \\E i \\in 1..3, k \\in 0..1 : s' = [s EXCEPT ![i] = @ \\cup {k}]\n" +
      "        /\\ f' \\in [1..3 -> 0..1] /\\ f' = [f EXCEPT ![n] = 1 - f[1]] /\\ (f' = f => s' # s)\n" +
      "Inv == s[1] = s[2] \\/ s # [i \\in 1..3 |-> s[1]]",
  ],
  [
    "ENABLED and primed operators",
    3,
    "VARIABLE f\nInit == f = [p \\in P |-> 0]\nUp(p) == f[p] < 1 /\\ f' = [f EXCEPT ![p] = 1]\nAll == \\A p \\in P : f[p] = 1\n" +
      "Next == \\/ \\E p \\in P : Up(p)\n        \\/ ~ENABLED Up(CHOOSE p \\in P : TRUE) /\\ f' = [p \\in P |-> 0] /\\ ~All'\nInv == All => \\A p \\in P : ~ENABLED Up(p)",
  ],
];

describe("variables spread over cells", () => {
  it.each(cases)("have the steps of whole ones: %s", async (_, width, body) => {
    const models = await both(body);
    expect(models.spread.width).toBe(width);
    expect(models.whole.width).toBe(models.whole.variables.length);
    expect(graph(models.spread)).toEqual(graph(models.whole));
  });
});

describe("functions that definitions give", () => {
  // What has no value somewhere is a description, which speaks of the row that it was made of.
  it("are those of each state, whether or not all their values exist", async () => {
    const body =
      "VARIABLE f\nInit == f = [p \\in P |-> 1]\n" +
      "Given == [p \\in P |-> CHOOSE x \\in {f[p], f[p] + 1} \\ {0} : x > f[p] \\/ x = 2]\n" +
      "Half == [p \\in P |-> IF f[p] = 0 THEN CHOOSE x \\in {} : TRUE ELSE f[p]]\n" +
      "Next == \\E p \\in P : f' = [f EXCEPT ![p] = (@ + 1) % 3]\n" +
      "Inv == \\A p \\in P : (f[p] # 0 => Half[p] = f[p]) /\\ Given[p] = (IF f[p] = 0 THEN 1 ELSE 2)";
    const models = await both(body);
    for (const model of [models.spread, models.whole]) {
      const lines = graph(model).filter((line) => / Inv: /.test(line));
      expect(lines).toHaveLength(27);
      expect(lines.filter((line) => !line.endsWith("true"))).toEqual([]);
    }
  });
});

const layouts: fc.Arbitrary<Layout> = fc.letrec<{ layout: Layout }>((tie) => ({
  layout: fc.oneof(
    { depthSize: "small" },
    fc.constant<Layout>(LEAF),
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean(), tie("layout")).map(([n, named, child]) =>
      spread(
        Array.from({ length: n }, (_, i) =>
          named ? { kind: "string" as const, value: `k${i}` } : { kind: "int" as const, value: i },
        ),
        `${named} ${n}`,
        Array.from({ length: n }, () => child),
      ),
    ),
  ),
})).layout;

describe("layouts", () => {
  it("give back what was laid out", () => {
    fc.assert(
      fc.property(layouts, fc.array(fc.integer({ min: -3, max: 3 })), (layout, numbers) => {
        const bank = new Bank();
        const cells = cellsOf(bank, layout, []);
        const row = Int32Array.from({ length: layout.width }, (_, i) => bank.int(numbers[i] ?? 0));
        const value: Ref = pack(bank, cells, row, 0);
        const again = new Int32Array(layout.width);
        expect(unpack(bank, cells, value, again, 0)).toBe(true);
        expect(again).toEqual(row);
        if (layout.kind === "spread") expect(unpack(bank, cells, bank.int(7), again, 0)).toBe(false);
      }),
    );
  });

  it("have in common what both have", () => {
    fc.assert(
      fc.property(layouts, layouts, (a, b) => {
        expect(sameLayout(meet(a, a), a)).toBe(true);
        expect(sameLayout(meet(a, b), meet(b, a))).toBe(true);
        expect(meet(a, b).width).toBeLessThanOrEqual(Math.min(a.width, b.width));
      }),
    );
  });
});

describe("functions that get one more argument", () => {
  it("have the values of the function, and the new one", async () => {
    const { spread } = await both(
      "VARIABLES f, n, t\nInit == /\\ n = 0\n" +
        '  /\\ \\/ f = <<>> /\\ t \\in {"text", "number"}\n     \\/ f = [a |-> 1] /\\ t = "text"\n     \\/ f = <<5>> /\\ t = "number"\n' +
        "Put(x, v, g) == [k \\in DOMAIN g \\cup {x} |-> IF k = x THEN v ELSE g[k]]\n" +
        "Other(x, v, g) == [k \\in {x} \\cup DOMAIN g |-> IF x # k THEN g[k] ELSE v]\n" +
        'Keys == IF t = "text" THEN {"b", "a", "Z"} ELSE {0, 1, 2, 3}\n' +
        "Next == n < 3 /\\ n' = n + 1 /\\ t' = t /\\ \\E x \\in Keys : f' = Put(x, n, f)\n" +
        "Inv == \\A x \\in Keys : /\\ Put(x, 7, f) = (x :> 7) @@ f /\\ Put(x, 7, f) = Other(x, 7, f)\n" +
        "  /\\ \\A y \\in Keys : f @@ (x :> 3) @@ (y :> 4) = [k \\in DOMAIN f \\cup {x, y} |->\n" +
        "       IF k \\in DOMAIN f THEN f[k] ELSE IF k = x THEN 3 ELSE 4]\n" +
        "  /\\ \\A k \\in {j \\in DOMAIN f : f[j] < 2} : f[k] < 2",
    );
    const lines = graph(spread).filter((line) => line.includes("Inv:"));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => !line.endsWith("true"))).toEqual([]);
  });
});
