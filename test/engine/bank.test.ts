import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bank, EMPTY_SET, EMPTY_TUPLE, FALSE, Kind, TRUE } from "../../src/engine/values/bank.js";
import { EvaluationError } from "../../src/engine/values/bank-errors.js";
import { compare, equal } from "../../src/engine/values/compare.js";
import { search } from "../../src/engine/values/lazy.js";
import { fromTree, readValue, show, toTree } from "../../src/engine/values/show.js";
import { fromItf, fromJson, toItf, toJson } from "../../src/engine/values/show-json.js";
import { parseValue } from "../../src/tla/value.js";
import { permuted } from "./modes/permuted.js";
import { alike, int, into, key, type Plain, set, typed } from "./plain.js";

const one = (depth: number): fc.Arbitrary<Plain> => typed(depth).chain((arbitrary) => arbitrary);

describe("canonical form", () => {
  test("the same ref exactly for the same value", () => {
    const bank = new Bank();
    fc.assert(
      fc.property(one(3), one(3), (a, b) => {
        expect(into(bank, a) === into(bank, b)).toBe(key(a) === key(b));
      }),
      { numRuns: 1500 },
    );
  });

  test("sets and functions do not depend on the order of their parts", () => {
    const bank = new Bank();
    const shuffled = alike(2, 8).chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray([...items], { minLength: items.length })),
    );
    fc.assert(
      fc.property(shuffled, ([items, mixed]) => {
        expect(into(bank, set(items))).toBe(into(bank, set(mixed)));
      }),
      { numRuns: 500 },
    );
  });

  test("a value with another part at a place is that of the other parts, however many they are", () => {
    for (const size of [1, 31, 255, 256, 257, 5000]) {
      const bank = new Bank();
      const items = Array.from({ length: size }, (_, i) => bank.int(i));
      const tuple = bank.tupleOf(items);
      for (const place of [0, size >> 1, size - 1]) {
        const wanted = bank.tupleOf(items.toSpliced(place, 1, TRUE));
        expect(bank.replaced(tuple, place, TRUE)).toBe(wanted);
        const mark = bank.mark();
        bank.push(FALSE);
        expect(bank.replaced(tuple, place, TRUE)).toBe(wanted);
        expect(bank.mark()).toBe(mark + 1);
        bank.release(mark);
      }
    }
  });

  test("constants have their places", () => {
    const bank = new Bank();
    expect([bank.bool(false), bank.bool(true)]).toEqual([FALSE, TRUE]);
    expect([bank.setOf([]), bank.tupleOf([]), bank.recordOf([])]).toEqual([
      EMPTY_SET,
      EMPTY_TUPLE,
      EMPTY_TUPLE,
    ]);
    expect([FALSE, TRUE, EMPTY_SET, EMPTY_TUPLE].map((ref) => show(bank, ref))).toEqual([
      "FALSE",
      "TRUE",
      "{}",
      "<<>>",
    ]);
  });

  test("a function over 1..n is a sequence, one over strings a record", () => {
    const bank = new Bank();
    const f = (...refs: number[]): number => {
      const mark = bank.mark();
      for (const ref of refs) bank.push(ref);
      return bank.functionOf(mark);
    };
    const [n1, n2, n3] = [bank.int(1), bank.int(2), bank.int(3)];
    expect(f(n2, n3, n1, n1)).toBe(bank.tupleOf([n1, n3]));
    expect(f(bank.string("a"), n1)).toBe(bank.recordOf([["a", n1]]));
    expect(bank.kind(f(n2, n3))).toBe(Kind.function);
    expect(show(bank, f(n2, n3, n3, n1))).toBe("(2 :> 3 @@ 3 :> 1)");
    expect(show(bank, f(bank.string("a b"), n1))).toBe('("a b" :> 1)');
    expect(() => f(n2, n3, n2, n1)).toThrow("occurs multiple times");
  });

  test("integers at the edges of what a ref holds", () => {
    const bank = new Bank();
    for (const n of [0, -1, 2 ** 30 - 1, 2 ** 30, -(2 ** 30), -(2 ** 30) - 1, 2147483647, -2147483648]) {
      expect(bank.intOf(bank.int(n))).toBe(n);
      expect(bank.int(n)).toBe(bank.int(n));
      expect(bank.isInt(bank.int(n))).toBe(true);
    }
    expect(() => bank.int(2147483648)).toThrow(EvaluationError);
    const sorted = bank.setOf([2 ** 30, -(2 ** 31), 5, 2 ** 31 - 1, -(2 ** 30), 0].map((n) => bank.int(n)));
    expect(show(bank, sorted)).toBe("{-2147483648, -1073741824, 0, 5, 1073741824, 2147483647}");
  });

  test("many values: growth keeps them apart and in place", () => {
    const bank = new Bank();
    const refs = Array.from({ length: 30_000 }, (_, i) => bank.tupleOf([bank.int(i % 300), bank.int(i)]));
    expect(new Set(refs).size).toBe(30_000);
    expect(bank.tupleOf([bank.int(7), bank.int(7)])).toBe(refs[7]);
    expect(bank.list(refs[20_001]!)).toEqual([bank.int(201), bank.int(20_001)]);
  });
});

describe("order", () => {
  test("total on values of one type", () => {
    const bank = new Bank();
    fc.assert(
      fc.property(alike(3, 4), (items) => {
        const refs = items.map((item) => into(bank, item));
        for (const a of refs) {
          for (const b of refs) {
            const order = compare(bank, a, b);
            expect(order === 0).toBe(a === b);
            expect(Math.sign(order)).toBe(-Math.sign(compare(bank, b, a)) + 0);
            for (const c of refs) {
              if (order <= 0 && compare(bank, b, c) <= 0) expect(compare(bank, a, c)).toBeLessThanOrEqual(0);
            }
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test("long sets of structured values are sorted", () => {
    const bank = new Bank();
    fc.assert(
      fc.property(alike(2, 80), (items) => {
        const ref = into(bank, set(items));
        const elements = bank.list(ref);
        for (let i = 1; i < elements.length; i++) {
          expect(compare(bank, elements[i - 1]!, elements[i]!)).toBeLessThan(0);
        }
        expect(new Set(items.map(key)).size).toBe(elements.length);
        for (const item of items) expect(search(bank, into(bank, item), ref)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  test("strings and model values by first appearance, model values before everything else", () => {
    const bank = new Bank();
    bank.token("late");
    const texts = ["z", "y", "late"].map((s) => bank.string(s));
    expect(show(bank, bank.setOf(texts))).toBe('{"late", "z", "y"}');
    expect(show(bank, bank.setOf([bank.int(1), bank.model("m"), bank.int(-1)]))).toBe("{m, -1, 1}");
    expect(show(bank, bank.setOf([bank.string("z"), bank.model("n")]))).toBe('{n, "z"}');
  });

  test("records of one size: pairs in turn, or all names first", () => {
    for (const [order, first] of [
      ["2.18", "[a |-> 1, c |-> 1]"],
      ["later", "[a |-> 2, b |-> 1]"],
    ] as const) {
      const bank = new Bank(order);
      const record = (name: string, n: number): number =>
        bank.recordOf([
          ["a", bank.int(n)],
          [name, bank.int(1)],
        ]);
      const records = [record("b", 2), record("c", 1)];
      expect(show(bank, bank.at(bank.setOf(records), 0))).toBe(first);
    }
  });

  test.each([
    ['{1, "a"}', 'Attempted to compare string "a" with non-string:\n1'],
    ["{1, TRUE}", "Attempted to compare boolean TRUE with non-boolean:\n1"],
    ["{1, {1}}", "Attempted to compare the set {1} with the value:\n1"],
    ["{{1}, <<1>>}", "Attempted to compare the function <<1>> with the value:\n{1}"],
    ["{a_1, 3}", "Attempted to compare the typed model value a_1 and the non-model value\n3"],
    ["{a_1, b_1}", "Attempted to compare the differently-typed model values b_1 and a_1"],
    ["{<<1>>, [a |-> 1]}", "Attempted to compare record:\n[a |-> 1]\nwith non-record\n<<1>>"],
  ])("%s cannot be sorted", (text, message) => {
    const bank = new Bank("later");
    const items = text.slice(1, -1).split(/, (?![^[]*\])/);
    const refs = items.map((item) => fromTree(bank, parseValue(item)));
    expect(() => bank.setOf(refs)).toThrow(message);
  });

  test("what TLC 2.18 compares and later versions do not", () => {
    const bank = new Bank();
    const later = new Bank("later");
    for (const [text, sorted] of [
      ["a_1, 1", "{a_1, 1}"],
      ["b_1, 1", "{b_1, 1}"],
      ["a_1, b_1", "{a_1, b_1}"],
      ['"zz", <<"y">>', '{<<"y">>, "zz"}'],
      ['"", <<>>', '{""}'],
    ] as const) {
      const refs = (to: Bank): readonly number[] =>
        text.split(", ").map((item) => fromTree(to, parseValue(item)));
      expect(show(bank, bank.setOf(refs(bank)))).toBe(sorted);
      expect(() => later.setOf(refs(later))).toThrow(EvaluationError);
    }
    expect(equal(bank, bank.tupleOf([bank.string("x"), bank.string("y")]), bank.string("xy"))).toBe(true);
    expect(() => equal(bank, bank.model("a_1"), bank.int(1))).toThrow("the typed model value a_1");
  });

  test("equality says no, or refuses where TLC does", () => {
    const bank = new Bank();
    const read = (text: string): number => fromTree(bank, parseValue(text));
    expect(equal(bank, read("m"), read("1"))).toBe(false);
    expect(equal(bank, read('<<1, "a">>'), read("<<2, 3>>"))).toBe(false);
    expect(equal(bank, read('<<1, "a">>'), read("<<1>>"))).toBe(false);
    expect(equal(bank, read("a_1"), read("m"))).toBe(false);
    expect(() => equal(bank, read('<<1, "a">>'), read("<<1, 3>>"))).toThrow(
      'Attempted to check equality of string "a" with non-string:\n3',
    );
  });
});

describe("renaming", () => {
  test("of model values, in sets, sequences and functions", () => {
    const bank = new Bank();
    const [m1, m2, m3] = ["m1", "m2", "m3"].map((name) => bank.model(name)) as [number, number, number];
    const swap = new Map([
      [m1, m2],
      [m2, m1],
    ]);
    const value = readValue(bank, "<<(m1 :> {m1, m3} @@ m2 :> {}), [a |-> m2], {<<m1, m3>>}, m1, 1>>");
    const other = "<<(m1 :> {} @@ m2 :> {m2, m3}), [a |-> m1], {<<m2, m3>>}, m2, 1>>";
    expect(show(bank, permuted(bank, value, swap))).toBe(other);
    expect(permuted(bank, permuted(bank, value, swap), swap)).toBe(value);
    expect(permuted(bank, value, new Map([[m3, m3]]))).toBe(value);
  });

  test("is undone by its inverse", () => {
    const bank = new Bank();
    const ms = ["m1", "m2", "m3"].map((name) => bank.model(name));
    const turn = new Map(ms.map((m, i) => [m, ms[(i + 1) % 3]!] as const));
    fc.assert(
      fc.property(one(3), (value) => {
        const ref = into(bank, value);
        const turned = permuted(bank, permuted(bank, ref, turn), turn);
        expect(permuted(bank, turned, turn)).toBe(ref);
      }),
      { numRuns: 300 },
    );
  });
});

describe("texts", () => {
  test("what is printed is read back", () => {
    const bank = new Bank();
    fc.assert(
      fc.property(one(3), (value) => {
        const ref = into(bank, value);
        expect(fromTree(bank, parseValue(show(bank, ref)))).toBe(ref);
        expect(fromTree(bank, toTree(bank, ref))).toBe(ref);
        expect(fromItf(bank, JSON.parse(JSON.stringify(toItf(bank, ref))))).toBe(ref);
      }),
      { numRuns: 800 },
    );
  });

  test("strings with special characters", () => {
    const bank = new Bank();
    expect(show(bank, bank.string('a"b\\c\n'))).toBe('"a\\"b\\\\c\\n"');
  });

  test("JSON as TLC's module writes and reads it", () => {
    const bank = new Bank();
    const read = (text: string): number => fromTree(bank, parseValue(text));
    const value = read('[a |-> <<1, {2, 3}>>, b |-> (2 :> TRUE @@ 3 :> FALSE), c |-> m, d |-> "x"]');
    expect(toJson(bank, value)).toBe('{"a":[1,[2,3]],"b":{"2":true,"3":false},"c":"m","d":"x"}');
    expect(show(bank, fromJson(bank, JSON.parse('{"a":[1,{"b":"x"}],"c":true}')))).toBe(
      '[a |-> <<1, [b |-> "x"]>>, c |-> TRUE]',
    );
    expect(() => fromJson(bank, null)).toThrow("Cannot read JSON as a value: null");
    expect(() => fromJson(bank, 1.5)).toThrow(EvaluationError);
  });

  test("ITF: what stands for what", () => {
    const bank = new Bank();
    const read = (text: string): number => fromTree(bank, parseValue(text));
    expect(toItf(bank, read("[x |-> {1}, y |-> (2 :> m)]"))).toEqual({
      x: { "#set": [{ "#bigint": "1" }] },
      y: { "#map": [[{ "#bigint": "2" }, { "#unserializable": "m" }]] },
    });
    expect(fromItf(bank, { "#tup": [1, "a"] })).toBe(read('<<1, "a">>'));
    expect(() => fromItf(bank, { "#odd": 1 })).toThrow(EvaluationError);
    expect(key(int(1))).toBe("1");
  });
});

test("refuses a value whose number of parts it could not write down", () => {
  const bank = new Bank();
  const mark = bank.mark();
  for (let i = 0; i < 2 ** 24; i++) bank.push(TRUE);
  expect(() => bank.tuple(mark)).toThrow("A value has more than 16777215 elements.");
});
