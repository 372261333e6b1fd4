import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bank, EMPTY_SET, type Ref } from "../../src/engine/values/bank.js";
import { EvaluationError } from "../../src/engine/values/bank-errors.js";
import {
  elementsOf,
  equalValues,
  force,
  Infinite,
  Interval,
  isMember,
  type Lazy,
  showValue,
  sizeOf,
  type Value,
} from "../../src/engine/values/lazy.js";
import { BigUnion, PowerSet } from "../../src/engine/values/lazy-algebra.js";
import { LazyFunction } from "../../src/engine/values/lazy-function.js";
import { FunctionSet, RecordSet, SequenceSet, TupleSet } from "../../src/engine/values/lazy-products.js";
import * as op from "../../src/engine/values/operators.js";
import { fromTree, show } from "../../src/engine/values/show.js";
import { parseValue } from "../../src/tla/value.js";
import { alike, into, key, type Plain, set } from "./plain.js";

const read = (bank: Bank, text: string): Ref => fromTree(bank, parseValue(text));

/** What a described set promises: its list, its members, its size. */
function expectAgrees(bank: Bank, described: Lazy, expected: readonly Ref[]): void {
  const listed = [...described.elements()];
  expect(bank.setOf(listed)).toBe(bank.setOf([...expected]));
  expect(described.toRef()).toBe(bank.setOf([...expected]));
  expect(described.size()).toBe(BigInt(bank.size(described.toRef())));
  for (const element of expected) expect(described.member(element)).toBe(true);
  // What is asked for again is kept, in the same order.
  expect([...described.elements()]).toEqual(listed);
}

const small = (bank: Bank, items: readonly Plain[]): Ref => into(bank, set(items));

describe("described sets agree with their lists", () => {
  test("products, function sets and record sets", () => {
    const bank = new Bank();
    fc.assert(
      fc.property(alike(1, 3), alike(1, 3), alike(1, 4), (a, b, probes) => {
        const [s, t] = [small(bank, a), small(bank, b)];
        const pairs = bank.list(s).flatMap((x) => bank.list(t).map((y) => [x, y] as const));
        expectAgrees(
          bank,
          new TupleSet(bank, [s, t]),
          pairs.map((pair) => bank.tupleOf(pair)),
        );
        const records = new RecordSet(bank, [
          ["b", s],
          ["a", t],
        ]);
        expectAgrees(
          bank,
          records,
          pairs.map(([x, y]) => bank.recordOf([["b", x] as const, ["a", y] as const])),
        );
        const functions = new FunctionSet(bank, s, t);
        expect(functions.size()).toBe(BigInt(bank.size(t)) ** BigInt(bank.size(s)));
        const listed = [...functions.elements()];
        expect(BigInt(new Set(listed).size)).toBe(functions.size());
        for (const f of listed) expect(functions.member(f) && force(op.domain(bank, f)) === s).toBe(true);
        for (const f of probes.map((probe) => op.functionFrom(bank, s, () => into(bank, probe)))) {
          if (listed.includes(f)) expect(functions.member(f)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("subsets: by size, then in the order of sets", () => {
    const bank = new Bank();
    fc.assert(
      fc.property(alike(2, 6), alike(2, 6), (items, others) => {
        const base = small(bank, items);
        const power = new PowerSet(bank, base);
        const listed = [...power.elements()];
        expect(bank.list(power.toRef())).toEqual(listed);
        expect(power.size()).toBe(BigInt(listed.length));
        expect(listed.length).toBe(2 ** bank.size(base));
        const k = Math.floor(bank.size(base) / 2);
        expect(bank.list(op.subsetsOfSize(bank, k, base))).toEqual(listed.filter((x) => bank.size(x) === k));
        expect(power.member(base) && power.member(EMPTY_SET)).toBe(true);
        expect(others.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  test("algebra of sets against the naive model", () => {
    const bank = new Bank();
    const two = alike(2, 12).chain((items) =>
      fc.tuple(fc.subarray([...items]), fc.subarray([...items]), fc.constant(items)),
    );
    fc.assert(
      fc.property(two, ([a, b, all]) => {
        const [s, t] = [small(bank, a), small(bank, b)];
        const inA = new Set(a.map(key));
        const inB = new Set(b.map(key));
        const those = (keep: (k: string) => boolean): Ref =>
          small(
            bank,
            all.filter((x) => keep(key(x))),
          );
        expect(op.union(bank, s, t)).toBe(those((k) => inA.has(k) || inB.has(k)));
        expect(op.intersection(bank, s, t)).toBe(those((k) => inA.has(k) && inB.has(k)));
        expect(op.difference(bank, s, t)).toBe(those((k) => inA.has(k) && !inB.has(k)));
        expect(op.subsetOrEqual(bank, s, t)).toBe(bank.bool(a.every((x) => inB.has(key(x)))));
        expect(op.bigUnion(bank, bank.setOf([s, t]))).toBe(op.union(bank, s, t));
        for (const x of all) expect(isMember(bank, into(bank, x), s)).toBe(inA.has(key(x)));
        // The same through descriptions: a product with one fixed factor.
        const one = bank.setOf([bank.int(1)]);
        const wide = (set: Ref): Value => new TupleSet(bank, [set, one]);
        const listed = (value: Value): Ref => force(new TupleSet(bank, [value, one]));
        const combined: readonly (readonly [Value, Value])[] = [
          [op.union(bank, wide(s), wide(t)), op.union(bank, s, t)],
          [op.intersection(bank, wide(s), wide(t)), op.intersection(bank, s, t)],
          [op.difference(bank, wide(s), wide(t)), op.difference(bank, s, t)],
        ];
        for (const [described, plain] of combined) {
          expect(force(described)).toBe(listed(plain));
          expect(sizeOf(bank, described)).toBe(sizeOf(bank, plain));
          for (const x of all) {
            const pair = bank.tupleOf([into(bank, x), bank.int(1)]);
            expect(isMember(bank, pair, described)).toBe(isMember(bank, into(bank, x), plain));
          }
        }
        const sets = new PowerSet(bank, op.subsetsOfSize(bank, 1, bank.setOf([bank.int(1), bank.int(2)])));
        expect(force(new BigUnion(bank, sets))).toBe(sets.toRef() === 0 ? 0 : force(sets.base));
      }),
      { numRuns: 300 },
    );
  });
});

describe("order of enumeration", () => {
  test.each([
    ["functions", "<<1, 1>>,<<1, 2>>,<<2, 1>>,<<2, 2>>"],
    ["pairs", "<<1, 1>>,<<1, 2>>,<<2, 1>>,<<2, 2>>"],
    ["records", "[z |-> 1, a |-> 1],[z |-> 1, a |-> 2],[z |-> 2, a |-> 1],[z |-> 2, a |-> 2]"],
    ["subsets", "{},{1},{2},{1, 2}"],
    ["union", "<<2>>,<<1>>,<<2>>"],
  ])("%s", (what, expected) => {
    const bank = new Bank();
    const s = new Interval(bank, 1, 2);
    const [z, a] = ["z", "a"] as const;
    bank.token(z);
    const tuples = new TupleSet(bank, [s]);
    const of: Readonly<Record<string, Value>> = {
      functions: new FunctionSet(bank, s, s),
      pairs: op.product(bank, [s, s]),
      records: new RecordSet(bank, [
        [a, s],
        [z, s],
      ]),
      subsets: op.powerSet(bank, s),
      union: op.union(bank, tuples, bank.setOf([read(bank, "<<2>>")])),
    };
    const elements = [...elementsOf(bank, of[what]!)];
    expect(elements.map((element) => show(bank, element)).join(",")).toBe(expected);
  });
});

describe("infinite sets", () => {
  const bank = new Bank();
  const nat = new Infinite(bank, "Nat");
  const int = new Infinite(bank, "Int");
  const sequences = new SequenceSet(bank, nat);

  test("members", () => {
    expect(nat.member(bank.int(0))).toBe(true);
    expect(nat.member(bank.int(-1))).toBe(false);
    expect(nat.member(bank.model("m"))).toBe(false);
    expect(() => nat.member(bank.string("a"))).toThrow(
      'Attempted to check if the value:\n"a"\nis an element of Nat.',
    );
    expect(sequences.member(read(bank, "<<1, 2>>"))).toBe(true);
    expect(sequences.member(read(bank, "<<1, -2>>"))).toBe(false);
    const functions = new FunctionSet(bank, new Interval(bank, 1, 2), sequences);
    expect(functions.member(read(bank, "<<<<1>>, <<>>>>"))).toBe(true);
    expect(functions.size()).toBe(undefined);
    expect(op.isIn(bank, read(bank, "{1, 2}"), op.powerSet(bank, nat))).toBe(op.equals(bank, nat, nat));
  });

  test("combined with others", () => {
    const withMinus = op.union(bank, nat, read(bank, "{-1}"));
    expect(isMember(bank, bank.int(-1), withMinus)).toBe(true);
    expect(isMember(bank, bank.int(-2), withMinus)).toBe(false);
    expect(show(bank, force(op.intersection(bank, new Interval(bank, -3, 2), nat)))).toBe("{0, 1, 2}");
    const negative = op.difference(bank, int, nat);
    expect(isMember(bank, bank.int(-5), negative)).toBe(true);
    expect(showValue(bank, negative)).toBe("Int \\ Nat");
    expect(op.subsetOrEqual(bank, read(bank, "{1, 2}"), nat)).toBe(bank.bool(true));
  });

  test("cannot be listed, counted or compared with a list", () => {
    expect(() => force(nat)).toThrow("Attempted to enumerate the non-enumerable set:\nNat");
    expect(() => op.cardinality(bank, sequences)).toThrow("cardinality of the value\nSeq(Nat)");
    expect(() => equalValues(bank, nat, read(bank, "{1}"))).toThrow("non-enumerable");
    expect(equalValues(bank, nat, new Infinite(bank, "Nat"))).toBe(true);
    expect(equalValues(bank, nat, int)).toBe(false);
    expect(op.finite(bank, nat)).toBe(bank.bool(false));
  });
});

describe("large sets", () => {
  const bank = new Bank();
  const s = new Interval(bank, 1, 100);

  test("are counted and asked without being listed", () => {
    const power = op.powerSet(bank, s);
    expect(power.size()).toBe(2n ** 100n);
    expect(power.member(read(bank, "{3, 100}"))).toBe(true);
    expect(power.member(read(bank, "{3, 101}"))).toBe(false);
    expect(() => power.toRef()).toThrow("Attempted to construct a set with too many elements (>1000000).");
    expect(() => op.cardinality(bank, power)).toThrow("Overflow when computing the number of elements in");
    const functions = new FunctionSet(bank, s, s);
    expect(functions.size()).toBe(100n ** 100n);
    expect(equalValues(bank, functions, new FunctionSet(bank, new Interval(bank, 1, 100), s))).toBe(true);
    expect(equalValues(bank, power, op.powerSet(bank, s))).toBe(true);
  });

  test("are printed as TLC prints them", () => {
    expect(showValue(bank, s)).toBe("1..100");
    expect(showValue(bank, new Interval(bank, 2, 1))).toBe("{}");
    expect(showValue(bank, op.powerSet(bank, s))).toBe("SUBSET 1..100");
    const later = new Bank("later");
    expect(showValue(later, op.powerSet(later, new Interval(later, 1, 9)))).toBe("SUBSET (1..9)");
    expect(showValue(bank, op.powerSet(bank, read(bank, "{1, 2}")))).toBe("{{}, {1}, {2}, {1, 2}}");
    expect(showValue(bank, new FunctionSet(bank, s, s))).toBe("[1..100 -> 1..100]");
    expect(showValue(bank, new TupleSet(bank, [s, s]))).toBe("(1..100 \\X 1..100)");
    expect(
      showValue(
        bank,
        new RecordSet(bank, [
          ["a", s],
          ["b", new Infinite(bank, "STRING")],
        ]),
      ),
    ).toBe("[a: 1..100, b: STRING]");
  });
});

describe("functions that are described by themselves", () => {
  const bank = new Bank();
  const over = (body: (self: LazyFunction, k: number) => Value): LazyFunction => {
    const self: LazyFunction = new LazyFunction(bank, new Infinite(bank, "Nat"), (k) =>
      body(self, bank.intOf(k)),
    );
    return self;
  };
  const at = (f: LazyFunction, k: number): number => bank.intOf(force(f.apply(bank.int(k))));

  test("have values where the recursion is deeper than calls can be", () => {
    let evaluated = 0;
    const count = over((self, k) => {
      evaluated += 1;
      return k === 0 ? bank.int(0) : bank.int(at(self, k - 1) + 1);
    });
    expect(at(count, 90_000)).toBe(90_000);
    // What is given up is evaluated once more.
    expect(evaluated).toBeLessThan(200_000);
    const two = over((self, k) => (k < 2 ? bank.int(1) : bank.int((at(self, k - 1) + at(self, k - 2)) % 10)));
    expect([at(two, 5), at(two, 50_000)]).toEqual([8, 6]);
  });

  test("leave nothing on the bank's stack of what was given up", () => {
    const mark = bank.mark();
    const count = over((self, k) => {
      const inner = bank.mark();
      bank.push(bank.int(k));
      const value = k === 0 ? 0 : at(self, k - 1);
      bank.release(inner);
      return bank.int(value);
    });
    expect(at(count, 10_000)).toBe(0);
    expect(bank.mark()).toBe(mark);
  });

  test("have none where the recursion never ends, or fails", () => {
    expect(() =>
      at(
        over((self, k) => self.apply(bank.int(k + 1))),
        0,
      ),
    ).toThrow(/call stack/);
    const failing = over((self, k) => (k === 0 ? self.apply(bank.string("a")) : self.apply(bank.int(k - 1))));
    expect(() => at(failing, 5_000)).toThrow(EvaluationError);
    expect(() => at(failing, 5_000)).toThrow(EvaluationError);
  });
});
