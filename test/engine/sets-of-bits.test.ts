/** Sets as bits of their elements: the same steps as with sets put together, and the operators of a universe. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bank, Kind, type Ref } from "../../src/engine/values/bank.js";
import { EvaluationError } from "../../src/engine/values/bank-errors.js";
import { newBankMemory, SharedBank } from "../../src/engine/values/bank-shared.js";
import { Universe } from "../../src/engine/values/universe.js";
import { GrowingUniverse } from "../../src/engine/values/universe-growing.js";
import { both, graph } from "./layout-models.js";

const cases: readonly (readonly [string, string])[] = [
  [
    "messages that are asked by their fields",
    "VARIABLES msgs, top\nInit == msgs = {} /\\ top = [p \\in P |-> 0]\n" +
      'Ask(b) == msgs\' = msgs \\cup {[type |-> "ask", bal |-> b]} /\\ UNCHANGED top\n' +
      'Say(p) == \\E m \\in msgs : /\\ m.type = "ask"\n                           /\\ m.bal > top[p]\n' +
      "  /\\ top' = [top EXCEPT ![p] = m.bal]\n" +
      '  /\\ msgs\' = msgs \\cup {[type |-> "say", by |-> p, bal |-> m.bal, was |-> top[p]]}\n' +
      'Said(b) == {m \\in msgs : m.type = "say" /\\ m.bal = b}\n' +
      "Next == (\\E b \\in 1..2 : Ask(b)) \\/ (\\E p \\in P : Say(p))\n" +
      "Inv == /\\ \\A b \\in 1..2 : Cardinality(Said(b)) <= 3\n" +
      '       /\\ \\A m \\in msgs : m.type = "say" => m.was < m.bal\n' +
      '       /\\ \\A p \\in P, b \\in 1..2 : [type |-> "say", by |-> p, bal |-> b, was |-> 0] \\in msgs => top[p] >= b',
  ],
  [
    "adding, taking away, putting together, in functions too",
    "VARIABLES a, b, f\nInit == a = {1} /\\ b = {} /\\ f = [p \\in P |-> {}]\n" +
      "Next == \\/ \\E x \\in a : a' = (a \\ {x}) \\cup {x + 1, 7} /\\ x < 4 /\\ b' = b \\cup a /\\ UNCHANGED f\n" +
      "        \\/ \\E p \\in P : f' = [f EXCEPT ![p] = {Cardinality(@)} \\cup @ \\cup b] /\\ a' = {} /\\ UNCHANGED b\n" +
      "        \\/ a = {} /\\ a' = UNION {f[p] : p \\in P} /\\ b' = b \\cap a' /\\ f' = [p \\in P |-> f[p] \\ a']\n" +
      "        \\/ b' \\in SUBSET a /\\ UNCHANGED <<a, f>>\n" +
      "Inv == /\\ a \\subseteq 0..8 /\\ b # {9} /\\ a \\in SUBSET Nat\n" +
      "       /\\ \\E p \\in P : f[p] = {} \\/ \\A x \\in f[p] : x \\in Nat /\\ x \\notin {33}",
  ],
  [
    "the order in which elements are gone through, and CHOOSE",
    "VARIABLES a, n\nInit == a = {5} /\\ n = 0\n" +
      "Next == \\/ n < 4 /\\ n' = n + 1 /\\ a' = a \\cup {(7 * n) % 5, -n}\n" +
      "        \\/ \\E x \\in a : x > 1 /\\ n' = x /\\ a' = a \\ {CHOOSE y \\in a : y # x}\n" +
      "Inv == a = {} \\/ (CHOOSE x \\in a : TRUE) <= CHOOSE x \\in a : x >= 0 \\/ \\A y \\in a : y < 0",
  ],
  [
    "more elements than there are bits",
    "VARIABLES a, f\nInit == a = {} /\\ f = [p \\in 1..5 |-> {}]\n" +
      "Next == \\/ \\E x \\in 1..200 : Cardinality(a) < 2 /\\ a' = a \\cup {<<x % 150, x>>} /\\ UNCHANGED f\n" +
      "        \\/ a # {} /\\ \\E p \\in 1..5 : f' = [f EXCEPT ![p] = @ \\cup a] /\\ a' = a \\ {<<150, 150>>, <<3, 153>>}\n" +
      "Inv == \\A p \\in 1..5 : f[p] # {} => \\E x \\in f[p] : x[2] > 0 /\\ x \\in f[p] /\\ <<0, 0>> \\notin f[p]",
  ],
  [
    "sets of what cannot be compared with each other",
    "VARIABLES a, n\nInit == a = {} /\\ n = 0\n" +
      "Next == n < 6 /\\ n' = n + 1 /\\ a' = IF n % 2 = 0 THEN {\"x\"} ELSE IF n = 3 THEN {} ELSE {n}\n" +
      "Inv == Cardinality(a) < 2 /\\ \\A x \\in a : n # 2 => x # 1",
  ],
  [
    "elements that are looked up by their fields",
    "VARIABLES a, n, p\nInit == a = {} /\\ n = 0 /\\ p \\in P\n" +
      "Next == \\/ n < 5 /\\ n' = n + 1 /\\ a' = a \\cup {[k |-> \"x\", v |-> n, w |-> n % 2, p |-> p]} /\\ p' \\in P\n" +
      "        \\/ \\E m \\in a : m.k = \"x\" /\\ n - 1 = m.v /\\ m.p = p /\\ a' = a \\ {m} /\\ n' = 7 + m.w /\\ UNCHANGED p\n" +
      "        \\/ n > 7 /\\ n' = 9 /\\ p' = p /\\ a' = {[m EXCEPT !.w = 5] : m \\in {x \\in a : x.p = p /\\ x.w = 0}}\n" +
      "Inv == /\\ \\A m \\in a : m.v = n /\\ m.w = 1 => m.p = p\n" +
      "       /\\ \\A q \\in P : (\\E m \\in a : m.p = q /\\ m.v = 2) => (CHOOSE m \\in a : m.p = q).v < 9",
  ],
  [
    "elements of which not all can be looked up by a field, or be compared there",
    "VARIABLES a, n\nInit == a = {} /\\ n = 0\n" +
      "Next == \\/ n < 4 /\\ n' = n + 1 /\\ a' = a \\cup {[k |-> n, v |-> n]}\n" +
      "        \\/ n = 4 /\\ n' = 5 /\\ a' \\in {a \\cup {[k |-> 2]}, a \\cup {[k |-> 4, v |-> 0]}}\n" +
      "        \\/ n = 5 /\\ n' = 6 /\\ \\E m \\in a : m.k = n - 2 /\\ m.v = 3 /\\ a' = {m}\n" +
      "        \\/ n = 6 /\\ n' = 7 /\\ a' = {[k |-> 9, v |-> \"s\"], [k |-> 8, v |-> 8]}\n" +
      "Inv == n = 7 => \\E m \\in a : m.k > 7 /\\ m.v = n",
  ],
  [
    "conditions that fail for elements that are not there",
    'VARIABLES a\nInit == a \\in {{}, {[k |-> "a", v |-> 1]}}\n' +
      'Next == \\/ a\' = {[k |-> "b"], [k |-> "c"]}\n        \\/ \\E m \\in a : m.v = 1 /\\ a\' = {}\nInv == TRUE',
  ],
];

describe("sets as bits", () => {
  it.each(cases)("have the steps of sets put together: %s", async (_, body) => {
    const models = await both(body);
    expect(models.spread.patterns?.some((is) => is)).toBe(true);
    const whole = outcome(() => graph(models.whole));
    expect(outcome(() => graph(models.spread))).toEqual(whole);
    expect(models.growing.patterns?.some((is) => is)).toBe(true);
    expect(outcome(() => graph(models.growing))).toEqual(whole);
  });
});

/** What it gives, or the message of the error of evaluation. */
function outcome<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof EvaluationError) return error.message;
    throw error;
  }
}

const element = fc.oneof(
  fc.integer({ min: -20, max: 60 }),
  fc.tuple(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 30 })),
);
type Element = number | [string, number];

const change = fc.tuple(
  fc.constantFrom("add", "remove", "has", "all" as const),
  fc.array(element, { maxLength: 5 }),
);

describe("a universe", () => {
  it("gives what sets give, whatever has bits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.array(change, { maxLength: 40 }), (given, changes) => {
        const bank = new Bank();
        const words = Math.max(given, 1);
        const made = (): Universe => (given === 0 ? new GrowingUniverse(bank) : new Universe(bank, words));
        const universe = made();
        const site = universe.site();
        const ref = (e: Element): Ref =>
          bank.tupleOf(
            typeof e === "number" ? [bank.int(e)] : [bank.int(1), bank.string(e[0]), bank.int(e[1])],
          );
        const row = new Int32Array(words + 2).fill(77);
        for (let w = 1; w <= words; w++) row[w] = 0;
        const expected = new Set<Ref>();
        const seen = new Map<string, string>();
        for (const [what, elements] of changes) {
          for (const x of elements.map(ref)) {
            if (what === "has") expect(universe.has(row, 1, x)).toBe(expected.has(x));
            if (what === "remove" && expected.delete(x)) universe.remove(row, 1, x);
            else if (what === "remove") universe.remove(row, 1, x);
            if (what === "add") {
              universe.add(row, 1, x);
              expected.add(x);
            }
          }
          if (what === "all") {
            universe.addAll(row, 1, bank.setOf(elements.map(ref)));
            for (const x of elements.map(ref)) expected.add(x);
          }
          const set = bank.setOf([...expected]);
          expect(universe.pack(row, 1)).toBe(set);
          expect(bank.kind(set)).toBe(Kind.set);
          expect(universe.size(row, 1)).toBe(bank.int(expected.size));
          expect(universe.isEmpty(row, 1)).toBe(expected.size === 0);
          // One pattern for one set.
          const again = new Int32Array(words);
          expect(universe.put(set, again, 0)).toBe(true);
          expect([...again]).toEqual([...row.subarray(1, words + 1)]);
          const key = again.join();
          expect(seen.get(key) ?? String(set)).toBe(String(set));
          seen.set(key, String(set));
          expect([row[0], row[words + 1]]).toEqual([77, 77]);
          const cursor = universe.loop(row, 1, site);
          const { numbers, refs, at } = cursor;
          const gone = [...numbers]
            .filter((n) => ((cursor.row[at + (n >> 5)]! >>> (n & 31)) & 1) === 1)
            .map((n) => refs[n]);
          expect(gone).toEqual(bank.list(set));
        }
        const saved = universe.saved(bank.usedWords);
        const other = made();
        expect(other.restore(saved)).toBe(true);
        expect([...other.saved(bank.usedWords)]).toEqual([...saved]);
      }),
    );
  });

  it("that grows without bound keeps each of its sets", () => {
    const bank = new Bank();
    const universe = new GrowingUniverse(bank);
    const site = universe.site((x) => bank.intOf(x) % 3 === 0);
    const row = new Int32Array(1);
    const rows: number[] = [];
    for (let k = 0; k < 5000; k++) {
      universe.add(row, 0, bank.int((k * 1237) % 5003));
      rows.push(row[0]!);
    }
    for (const at of [4999, 17, 2048, 31, 4095]) {
      row[0] = rows[at]!;
      const expected = Array.from({ length: at + 1 }, (_, k) => (k * 1237) % 5003).sort((a, b) => a - b);
      expect(universe.size(row, 0)).toBe(bank.int(at + 1));
      expect(bank.list(universe.pack(row, 0)).map((x) => bank.intOf(x))).toEqual(expected);
      const { numbers, refs, row: bits } = universe.loop(row, 0, site);
      const gone = [...numbers].filter((n) => ((bits[n >> 5]! >>> (n & 31)) & 1) === 1);
      expect(gone.map((n) => bank.intOf(refs[n]!))).toEqual(expected.filter((x) => x % 3 === 0));
      const less = universe.maskSite((x) => bank.intOf(x) !== 1237);
      expect(universe.within(row, 0, less)).toBe(false);
    }
    // Put together in another order, the set is the same one.
    const again = new Int32Array(1);
    expect(universe.put(bank.setOf([bank.int(1237), bank.int(0)]), again, 0)).toBe(true);
    expect(again[0]).toBe(rows[1]);
  });

  it("gives one number to an element in all threads over a bank", () => {
    const memory = newBankMemory(1 << 14);
    const [a, b] = [new SharedBank(memory), new SharedBank(memory)];
    const [first, second] = [new Universe(a, 1, 5), new Universe(b, 1, 5)];
    const row = new Int32Array(1);
    for (let i = 0; i < 40; i++) {
      const [writer, reader] = i % 3 === 0 ? [first, second] : [second, first];
      writer.add(row, 0, a.int((i * 7) % 41));
      const expected = a.setOf(Array.from({ length: i + 1 }, (_, k) => a.int((k * 7) % 41)));
      expect(reader.pack(row, 0)).toBe(expected);
      expect(reader.has(row, 0, a.int((i * 7) % 41))).toBe(true);
      expect(reader.has(row, 0, a.int(99))).toBe(false);
    }
    expect([...first.saved(1 << 14)].length).toBe(31);
  });
});
