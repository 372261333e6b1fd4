/** Functions as bits of their entries: the same steps as with functions put together, and the operators of entries. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bank, type Ref } from "../../src/engine/values/bank.js";
import { EvaluationError } from "../../src/engine/values/bank-errors.js";
import { newBankMemory, SharedBank } from "../../src/engine/values/bank-shared.js";
import { Entries } from "../../src/engine/values/entries.js";
import * as O from "../../src/engine/values/operators.js";
import { both, graph } from "./layout-models.js";

const bag =
  "More(m, bag) == IF m \\in DOMAIN bag THEN [bag EXCEPT ![m] = @ + 1]\n" +
  "  ELSE [k \\in DOMAIN bag \\cup {m} |-> IF k = m THEN 1 ELSE bag[k]]\n" +
  "With(m, bag) == IF m \\in DOMAIN bag THEN [bag EXCEPT ![m] = bag[m] + 1] ELSE bag @@ (m :> 1)\n" +
  "Fewer(m, bag) == [bag EXCEPT ![m] = @ - 1]\n" +
  "Without(m, bag) == IF m \\in DOMAIN bag THEN [bag EXCEPT ![m] = bag[m] - 1] ELSE bag\n";

const cases: readonly (readonly [string, string])[] = [
  [
    "a bag that is asked, answered and consumed",
    `${bag}VARIABLES net, n\nInit == net = [m \\in {} |-> 0] /\\ n = 0\n` +
      "Ask(p) == n < 2 /\\ net' = More([k |-> \"ask\", of |-> p, n |-> n], net) /\\ n' = n + 1\n" +
      'Answer(m) == /\\ m.k = "ask" /\\ UNCHANGED n\n' +
      '  /\\ \\/ net\' = Fewer(m, More([k |-> "yes", of |-> m.of], net))\n' +
      '     \\/ net\' = Without(m, With([k |-> "no", of |-> m.of], net))\n' +
      "Next == \\/ \\E p \\in P : Ask(p)\n" +
      "        \\/ \\E m \\in {k \\in DOMAIN net : net[k] > 0} : Answer(m) \\/ (net' = Fewer(m, net) /\\ UNCHANGED n)\n" +
      '        \\/ \\E m \\in DOMAIN net : /\\ net[m] > 0 /\\ m.k # "ask" /\\ net[m] < 2\n' +
      "             /\\ net' = More(m, net) /\\ UNCHANGED n\n" +
      "Inv == /\\ \\A m \\in DOMAIN net : net[m] \\in 0..1 /\\ Cardinality(DOMAIN net) < 4\n" +
      '       /\\ \\A m \\in DOMAIN net : m.k = "no" => m.of # CHOOSE p \\in P : TRUE\n' +
      "       /\\ {m \\in DOMAIN net : net[m] = 2} = {} /\\ DOMAIN net # {}",
  ],
  [
    "@@ with one argument, with several, with those that are there",
    "VARIABLES f\nInit == f = << >>\n" +
      "Next == /\\ Cardinality(DOMAIN f) < 4\n" +
      "        /\\ \\/ \\E x \\in 1..4 : f' = f @@ (x :> x * 2)\n" +
      "           \\/ \\E x \\in 1..3 : f' = [f EXCEPT ![x] = @ + 1] @@ [y \\in {x, x + 1} |-> 0]\n" +
      "           \\/ \\E x \\in DOMAIN f : f[x] > 2 /\\ f' = (5 :> 5) @@ (6 :> 6)\n" +
      "Inv == /\\ f = << >> \\/ \\E x \\in DOMAIN f : f[x] = 0\n       /\\ 3 \\in DOMAIN f => f[3] < 8",
  ],
  [
    "updates inside of values, several at once, of what has been updated",
    "VARIABLES f\nInit == f = (1 :> [a |-> 0, b |-> <<>>])\n" +
      "Two(g, x, y) == [g EXCEPT ![x].a = g[y].a + 1, ![y].b = Append(@, g[x].a)]\n" +
      "Twice(g, x) == [g EXCEPT ![x] = g[x], ![1] = g[x]]\n" +
      "Next == \\/ \\E x \\in 1..2 : x \\notin DOMAIN f /\\ f' = f @@ (x :> [a |-> x, b |-> <<>>])\n" +
      "        \\/ \\E x, y \\in 1..2 : x \\in DOMAIN f /\\ y \\in DOMAIN f /\\ f[x].a < 2 /\\ Len(f[y].b) < 2\n" +
      "             /\\ (f' = Two(f, x, y) \\/ f' = Twice(Two(f, x, y), x))\n" +
      "        \\/ f' = [f EXCEPT ![7].a = 1, ![1].b[3] = 2]\n" +
      "Inv == \\A x \\in DOMAIN f : f[x].a <= 2",
  ],
  [
    "the function before beside one made of it",
    `${bag}VARIABLES f\nInit == f = [m \\in {} |-> 0]\n` +
      "Or(m, c, b) == IF m \\in DOMAIN b THEN [b EXCEPT ![m] = b[m] + 1] ELSE c\n" +
      "Else(m, c, b) == IF m \\in DOMAIN b THEN b @@ (7 :> b[m]) ELSE [c EXCEPT ![1] = 5]\n" +
      "Next == /\\ \\A m \\in DOMAIN f : f[m] < 3\n" +
      "        /\\ \\E x, y \\in 1..3 : f' = Or(x, f, With(y, f)) \\/ f' = Else(x, f, With(y, f))\n" +
      "Inv == Cardinality(DOMAIN f) < 3",
  ],
  [
    "more entries than there are bits",
    "VARIABLES f, n\nInit == f = [x \\in {} |-> 0] /\\ n = 0\n" +
      "Next == \\/ \\E x \\in 1..90 : Cardinality(DOMAIN f) < 2 /\\ f' = f @@ (<<x, n>> :> x) /\\ n' = 1 - n\n" +
      "        \\/ \\E x \\in DOMAIN f : f[x] < 95 /\\ f' = [f EXCEPT ![x] = @ + 50, ![<<1, 0>>] = 7] /\\ UNCHANGED n\n" +
      "Inv == \\A x \\in {y \\in DOMAIN f : f[y] > 40} : f[x] # 88 /\\ Cardinality(DOMAIN f) > 1",
  ],
  [
    "what cannot be compared, conditions that fail",
    "VARIABLES f, n\nInit == f = << >> /\\ n = 0\n" +
      "Next == /\\ n < 3 /\\ n' = n + 1\n" +
      "        /\\ \\/ f' = f @@ (n :> \"a\")\n           \\/ /\\ n = 2\n              /\\ f' = f @@ (1 :> 5)\n" +
      "           \\/ /\\ n = 1\n              /\\ f' = << >>\n" +
      "Inv == \\A x \\in DOMAIN f : n < 3 => f[x] # 9",
  ],
  [
    "a condition that fails for an entry that is there",
    "VARIABLES f, n\nInit == f = << >> /\\ n = 0\n" +
      "Next == \\/ n < 2 /\\ n' = n + 1 /\\ f' = f @@ (n :> IF n = 1 THEN [k |-> 1] ELSE [k |-> 2, v |-> 3])\n" +
      "        \\/ \\E x \\in {y \\in DOMAIN f : f[y].v = 3} : f' = [f EXCEPT ![x].v = 4] /\\ UNCHANGED n\n" +
      "Inv == TRUE",
  ],
  [
    "a wrong kind of argument",
    "VARIABLES f\nInit == f = << >>\n" +
      'Next == \\/ f = << >> /\\ f\' = f @@ (2 :> 1)\n        \\/ f # << >> /\\ "a" \\in DOMAIN f /\\ UNCHANGED f\n' +
      "Inv == TRUE",
  ],
];

/** What it gives, or the message of the error of evaluation. */
function outcome<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof EvaluationError) return error.message;
    throw error;
  }
}

describe("functions as bits", () => {
  it.each(cases)("have the steps of functions put together: %s", async (_, body) => {
    const models = await both(body);
    expect(models.spread.patterns?.some((is) => is)).toBe(true);
    expect(outcome(() => graph(models.spread))).toEqual(outcome(() => graph(models.whole)));
  });

  const others: readonly (readonly [string, string])[] = [
    ["a sequence", "VARIABLES f\nInit == f = <<>>\nNext == Len(f) < 3 /\\ f' = Append(f, 1)\nInv == TRUE"],
    [
      "a function that gets smaller",
      "VARIABLES f\nInit == f = <<>>\nNext == \\E x \\in 1..3 : f' = f @@ (x :> 1) \\/ " +
        "f' = [y \\in DOMAIN f \\ {x} |-> f[y]]\nInv == TRUE",
    ],
    [
      "what need not be a function",
      "VARIABLES f\nInit == f = 0\nNext == f' = IF f = 0 THEN <<>> ELSE f @@ (1 :> 1)\nInv == TRUE",
    ],
  ];
  it.each(others)("are not made of %s", async (_, body) => {
    const { spread } = await both(body);
    expect(spread.patterns?.some((is) => is) ?? false).toBe(false);
  });
});

type Key = number | [string, number];
const key: fc.Arbitrary<Key> = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.tuple(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 12 })),
);
const value = fc.integer({ min: 0, max: 4 });
const change = fc.tuple(
  fc.constantFrom("extend", "new", "replace", "combine", "look" as const),
  fc.array(fc.tuple(key, value), { maxLength: 4 }),
);

describe("entries", () => {
  it("give what functions give, whatever has bits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(change, { maxLength: 40 }), (words, changes) => {
        const bank = new Bank();
        const entries = new Entries(bank, words);
        const ref = (k: Key): Ref =>
          bank.tupleOf(
            typeof k === "number" ? [bank.int(k)] : [bank.int(1), bank.string(k[0]), bank.int(k[1])],
          );
        const row = new Int32Array(words + 2).fill(77);
        for (let w = 1; w <= words; w++) row[w] = 0;
        let expected: Ref = bank.tupleOf([]);
        const seen = new Map<string, Ref>();
        const one = (x: Ref, v: Ref): Ref => O.mapsTo(bank, x, v);
        for (const [what, pairs] of changes) {
          for (const [k, n] of pairs) {
            const [x, v] = [ref(k), bank.int(n)];
            const place = bank.list(O.domainSet(bank, expected)).indexOf(x);
            if (what === "look") {
              expect(entries.hasArgument(row, 1, x)).toBe(place >= 0);
              if (bank.size(expected) > 0) expect(entries.place(row, 1, x) === -1).toBe(place < 0);
              if (place >= 0) expect(entries.apply(row, 1, x)).toBe(bank.at(expected, place));
              else expect(() => entries.apply(row, 1, x)).toThrow(EvaluationError);
            } else if (what === "extend") {
              entries.extend(row, 1, x, v);
              expected = O.combine(bank, one(x, v), expected);
            } else if (what === "new") {
              entries.extendNew(row, 1, x, v);
              expected = O.combine(bank, expected, one(x, v));
            } else if (what === "replace") {
              if (place < 0) continue;
              const at = entries.place(row, 1, x);
              expect(entries.valueAt(row, 1, at)).toBe(bank.at(expected, place));
              entries.replace(row, 1, at, v);
              expected = O.except(bank, expected, [x], () => v);
            }
          }
          if (what === "combine") {
            const mark = bank.mark();
            const last = new Map(pairs.map(([k, n]) => [ref(k), bank.int(n)]));
            for (const [x, v] of last) {
              bank.push(x);
              bank.push(v);
            }
            const g = bank.functionOf(mark);
            entries.combine(row, 1, g);
            expected = O.combine(bank, expected, g);
          }
          same(entries, bank, row, expected, seen);
        }
        const saved = entries.saved(bank.usedWords);
        const other = new Entries(bank, words);
        expect(other.restore(saved)).toBe(true);
        const again = new Int32Array(words);
        other.put(expected, again, 0);
        expect([...again]).toEqual([...row.subarray(1, words + 1)]);
      }),
    );
  });

  it("have one number in all threads over a bank", () => {
    const memory = newBankMemory(1 << 15);
    const [a, b] = [new SharedBank(memory), new SharedBank(memory)];
    const [first, second] = [new Entries(a, 1, 5), new Entries(b, 1, 5)];
    const row = new Int32Array(1);
    let expected: Ref = a.tupleOf([]);
    for (let i = 0; i < 60; i++) {
      const [writer, reader] = i % 3 === 0 ? [first, second] : [second, first];
      const [x, v] = [a.tupleOf([a.int((i * 7) % 20)]), a.int(i % 7)];
      writer.extend(row, 0, x, v);
      expected = O.combine(a, O.mapsTo(a, x, v), expected);
      expect(reader.apply(row, 0, x)).toBe(v);
      expect(reader.hasArgument(row, 0, a.tupleOf([a.int(99)]))).toBe(false);
      expect(reader.pack(row, 0)).toBe(expected);
    }
    expect([...first.saved(1 << 15)].length).toBe(31);
  });
});

/** One pattern for one function, and all that can be asked of it. */
function same(entries: Entries, bank: Bank, row: Int32Array, f: Ref, seen: Map<string, Ref>): void {
  const { words } = entries;
  expect(entries.pack(row, 1)).toBe(f);
  expect(entries.size(row, 1)).toBe(bank.int(bank.size(f)));
  expect(entries.isEmpty(row, 1)).toBe(bank.size(f) === 0);
  const again = new Int32Array(words);
  expect(entries.put(f, again, 0)).toBe(true);
  expect([...again]).toEqual([...row.subarray(1, words + 1)]);
  expect(seen.get(again.join()) ?? f).toBe(f);
  seen.set(again.join(), f);
  expect([row[0], row[words + 1]]).toEqual([77, 77]);
  const pairs = bank.list(O.domainSet(bank, f)).map((x, i): [Ref, Ref] => [x, bank.at(f, i)]);
  expect(gone(entries, row, () => true)).toEqual(pairs);
  const isEven = (x: Ref, v: Ref): boolean => {
    if (bank.size(x) > 1 && v === bank.int(3)) throw new EvaluationError("assertion", "no");
    return bank.intOf(v) % 2 === 0;
  };
  const isDoubtful = ([x, v]: [Ref, Ref]): boolean => bank.size(x) > 1 && v === bank.int(3);
  const site = entries.entrySite(isEven);
  const isTold = entries.isTold(row, 1, site);
  if (isTold) {
    expect(pairs.some(isDoubtful)).toBe(false);
    expect(gone(entries, row, isEven)).toEqual(pairs.filter(([x, v]) => isEven(x, v)));
  }
  const told = entries.holdsForAll(row, 1, entries.forAllSite(isEven));
  if (told >= 0) {
    expect(pairs.some(isDoubtful)).toBe(false);
    expect(told === 1).toBe(pairs.every(([x, v]) => isEven(x, v)));
  }
  expect(told < 0).toBe(!isTold);
}

function gone(entries: Entries, row: Int32Array, test: (x: Ref, v: Ref) => boolean): [Ref, Ref][] {
  const { numbers, args, values, row: bits, at } = entries.entries(row, 1, entries.entrySite(test));
  return [...numbers]
    .filter((n) => ((bits[at + (n >> 5)]! >>> (n & 31)) & 1) === 1)
    .map((n) => [args[n]!, values[n]!]);
}
