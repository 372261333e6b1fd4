/** What is remembered by the bits that were asked for is what is evaluated, whatever came before it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CompiledModel, Row } from "../../src/engine/model.js";
import { show } from "../../src/engine/values/show.js";
import { compile, loadText } from "../../src/index.js";
import { both } from "./layout-models.js";

const definitions =
  "VARIABLES a, n\nInit == a = {} /\\ n = 0\n" +
  "Of(k) == {x \\in a : x[1] % 2 = k}\n" +
  "Deep(k) == \\E x \\in Of(k) : \\A y \\in Of(1 - k) : <<x[1], y[2]>> \\in a /\\ x[2] >= y[2]\n" +
  "Twice(k) == \\E j \\in 0..1 : (Deep(j) => Deep(k)) /\\ \\A i \\in 0..2 : <<j + i, k>> \\notin a\n" +
  "Pair(k) == \\E i \\in 0..3 : <<i, k>> \\in a /\\ \\E x \\in a : x[1] = i + 1 /\\ x[2] = k\n" +
  "Next == /\\ \\E k \\in 0..1 : \\/ \\E x \\in Of(k) : x[2] <= k\n" +
  "                           \\/ Deep(k) /\\ \\E i \\in 0..2 : <<i, k>> \\in a\n" +
  "        /\\ n' = n + 1 /\\ a' = a \\cup {<<n, n % 3>>}\n";

const invariants = [
  "\\A k \\in 0..1 : Twice(k)",
  "\\E k \\in 0..1 : Deep(k) /\\ ~ \\E j \\in 0..1 : Deep(j) /\\ Twice(k)",
  "\\A k \\in 0..2 : Pair(k) => \\E j \\in 0..1 : Pair(j)",
  "\\E k \\in 0..1, i \\in 0..1 : <<i, k>> \\in a",
  "Cardinality(Of(0)) = 1 \\/ \\A x \\in Of(1) : <<x[2], x[2]>> \\in a",
];

const pair = fc.tuple(
  fc.oneof({ weight: 2, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.nat(60) }),
  fc.nat(2),
);
const states = fc.array(fc.array(pair, { maxLength: 7 }), { minLength: 1, maxLength: 120 });

function stateOf({ bank, rowOf }: CompiledModel, pairs: readonly (readonly [number, number])[]): Row {
  const set = bank.setOf(pairs.map((p) => bank.tupleOf(p.map((i) => bank.int(i)))));
  const row = rowOf([set, bank.int(pairs.length)]);
  if (row === undefined) throw new Error("no row");
  return row;
}

/** What the actions and the invariant say of a state: these have functions in common. */
function told(model: CompiledModel, row: Row): readonly string[] {
  const lines: string[] = [];
  for (const action of model.actions)
    action.successors(row, (n) => lines.push(show(model.bank, model.valueOf(n, 0))));
  return [...lines, ...model.invariants.map((i) => String(i.holds(row)))];
}

describe("what is remembered by bits", () => {
  it.each(invariants)("is what is evaluated: %s", async (invariant) => {
    const body = `${definitions}Inv == ${invariant}`;
    const { spread, whole } = await both(body);
    expect(spread.patterns?.some((is) => is)).toBe(true);
    fc.assert(
      fc.property(states, (list) => {
        // Kept from one list to the next: elements get their numbers late, until there are more than bits.
        for (const pairs of list)
          expect(told(spread, stateOf(spread, pairs))).toEqual(told(whole, stateOf(whole, pairs)));
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});

describe("what is remembered by arguments", () => {
  it("depends on those that are used, at whatever depth, and on no others", async () => {
    const source = `---- MODULE Used ----
EXTENDS Integers
VARIABLES a, b, found
Init == a \\in 0..3 /\\ b \\in 0..3 /\\ found = {}
Made(x, y) == {i \\in (IF x > 1 THEN 0..x ELSE {0, b}) : i # x}
Handed(x, y) == {i \\in Made(x, y) : i < 3}
Used(x, y) == {i \\in Handed(x, y \\div 0) : i >= y}
RECURSIVE Deep(_, _)
Deep(k, y) == {i \\in (IF k = 0 THEN {y} ELSE Deep(k - 1, y)) : i >= 0}
Next == /\\ found' = <<Handed(a, b), Used(a, b), Deep(a, b), \\E i \\in Used(a, b) : i \\in Deep(2, b)>>
        /\\ UNCHANGED <<a, b>>
====`;
    const { spec } = await loadText("Used.tla", source, process.cwd());
    if (spec === undefined) throw new Error("it has faults");
    const model = compile(spec, { cfg: "INIT Init NEXT Next" });
    const numbers = (to: number): number[] => Array.from({ length: to + 1 }, (_, i) => i);
    const set = (items: readonly number[]): string => `{${[...new Set(items)].sort().join(", ")}}`;
    const seen: string[] = [];
    for (const state of model.init()) {
      const [a, b] = ["a", "b"].map((name) => Number(String(state.get(name)))) as [number, number];
      const handed = (a > 1 ? numbers(a) : [0, b]).filter((i) => i !== a && i < 3);
      const used = handed.filter((i) => i >= b);
      const isIn = used.includes(b) ? "TRUE" : "FALSE";
      const [step] = model.next(state);
      seen.push(String(step?.state.get("found")));
      expect(seen.at(-1)).toBe(`<<${set(handed)}, ${set(used)}, {${b}}, ${isIn}>>`);
    }
    expect(seen).toHaveLength(16);
  });
});
