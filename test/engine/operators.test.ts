import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bank, EMPTY_TUPLE, FALSE, type Ref, TRUE } from "../../src/engine/values/bank.js";
import { EvaluationError } from "../../src/engine/values/bank-errors.js";
import { elementsOf, force, Infinite, Interval, showValue } from "../../src/engine/values/lazy.js";
import * as op from "../../src/engine/values/operators.js";
import { fromTree, show } from "../../src/engine/values/show.js";
import { parseValue } from "../../src/tla/value.js";
import { alike, into, key, type Plain, sequence } from "./plain.js";

const bank = new Bank();
const v = (text: string): Ref => fromTree(bank, parseValue(text));
const n = (value: number): Ref => bank.int(value);
const text = (ref: Ref): string => show(bank, ref);

describe("integers", () => {
  const int32 = fc.oneof(
    fc.integer({ min: -2147483648, max: 2147483647 }),
    fc.integer({ min: -9, max: 9 }),
    fc.constantFrom(-2147483648, 2147483647, 1073741824, -1073741824, 1073741823, -1073741825),
  );

  /** The result as an exact integer, or «overflow». */
  const computed = (compute: () => Ref): bigint | string => {
    try {
      return BigInt(bank.intOf(compute()));
    } catch (error) {
      if (error instanceof EvaluationError) return error.fault;
      throw error;
    }
  };
  const exact = (value: bigint): bigint | string =>
    value < -2147483648n || value > 2147483647n ? "overflow" : value;

  test("are exact or an error", () => {
    fc.assert(
      fc.property(int32, int32, (a, b) => {
        const [x, y] = [BigInt(a), BigInt(b)];
        expect(computed(() => op.plus(bank, n(a), n(b)))).toBe(exact(x + y));
        expect(computed(() => op.minus(bank, n(a), n(b)))).toBe(exact(x - y));
        expect(computed(() => op.times(bank, n(a), n(b)))).toBe(exact(x * y));
        expect(computed(() => op.negate(bank, n(a)))).toBe(exact(-x));
        expect(op.less(bank, n(a), n(b))).toBe(bank.bool(a < b));
        expect(op.atMost(bank, n(a), n(b))).toBe(bank.bool(a <= b));
        expect(op.greater(bank, n(a), n(b))).toBe(bank.bool(a > b));
        expect(op.atLeast(bank, n(a), n(b))).toBe(bank.bool(a >= b));
        if (b > 0) {
          const quotient = bank.intOf(op.divide(bank, n(a), n(b)));
          const remainder = bank.intOf(op.modulo(bank, n(a), n(b)));
          expect(quotient * b + remainder).toBe(a);
          expect(remainder >= 0 && remainder < b).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("powers", () => {
    fc.assert(
      fc.property(fc.integer({ min: -12, max: 12 }), fc.integer({ min: 1, max: 12 }), (a, b) => {
        expect(computed(() => op.power(bank, n(a), n(b)))).toBe(exact(BigInt(a) ** BigInt(b)));
      }),
    );
    expect(op.power(bank, n(-1), n(2147483647))).toBe(n(-1));
  });

  test.each([
    [() => op.plus(bank, n(2147483647), n(1)), "Overflow when computing 2147483647+1"],
    [() => op.divide(bank, n(-2147483648), n(-1)), "Overflow when computing -2147483648 \\div -1"],
    [() => op.divide(bank, n(1), n(0)), "The second argument of \\div is 0."],
    [() => op.modulo(bank, n(1), n(0)), "The second argument of % should be a positive number"],
    [() => op.power(bank, n(0), n(0)), "0^0 is undefined."],
    [() => op.power(bank, n(2), n(-1)), "The second argument of ^ should be a natural number"],
    [
      () => op.less(bank, v('"a"'), n(1)),
      'The first argument of < should be an integer, but instead it is:\n"a"',
    ],
  ])("faults %#", (compute, message) => {
    expect(compute).toThrow(message);
  });

  test("division rounds down, for a negative divisor too", () => {
    expect([7, -7].flatMap((a) => [2, -2].map((b) => text(op.divide(bank, n(a), n(b)))))).toEqual([
      "3",
      "-4",
      "-4",
      "3",
    ]);
    expect(text(op.modulo(bank, n(-7), n(2)))).toBe("1");
  });
});

describe("sequences", () => {
  test("against arrays", () => {
    const two = alike(2, 6).chain((items) =>
      fc.tuple(fc.constant(items), fc.subarray([...items]), fc.nat(7)),
    );
    fc.assert(
      fc.property(two, ([a, b, k]) => {
        const seq = (items: readonly Plain[]): Ref => into(bank, sequence(items));
        const [s, t] = [seq(a), seq(b)];
        expect(op.concat(bank, s, t)).toBe(seq([...a, ...b]));
        expect(op.length(bank, s)).toBe(n(a.length));
        expect(op.head(bank, s)).toBe(into(bank, a[0]!));
        expect(op.tail(bank, s)).toBe(seq(a.slice(1)));
        expect(op.append(bank, t, op.head(bank, s))).toBe(seq([...b, a[0]!]));
        const end = Math.min(k, a.length);
        expect(op.subSequence(bank, s, n(1), n(end))).toBe(seq(a.slice(0, end)));
        const kept = key(a[0]!);
        const first = into(bank, a[0]!);
        expect(op.select(bank, s, (x) => x === first)).toBe(seq(a.filter((x) => key(x) === kept)));
        expect(force(op.domain(bank, s))).toBe(force(new Interval(bank, 1, a.length)));
        a.forEach((item, i) => {
          expect(op.apply(bank, s, n(i + 1))).toBe(into(bank, item));
        });
      }),
      { numRuns: 300 },
    );
  });

  test("strings where TLC takes them", () => {
    expect(text(op.concat(bank, v('"ab"'), v('"cd"')))).toBe('"abcd"');
    expect(op.length(bank, v('"abc"'))).toBe(n(3));
    expect(text(op.tail(bank, v('"abc"')))).toBe('"bc"');
    expect(text(op.subSequence(bank, v('"abc"'), n(2), n(3)))).toBe('"bc"');
  });

  test("sorting is stable", () => {
    const pairs = v("<<<<2, 1>>, <<1, 1>>, <<2, 2>>, <<1, 2>>>>");
    const sorted = op.sortSequence(bank, pairs, (a, b) => bank.at(a, 0) < bank.at(b, 0));
    expect(text(sorted)).toBe("<<<<1, 1>>, <<1, 2>>, <<2, 1>>, <<2, 2>>>>");
  });

  test.each([
    [() => op.head(bank, EMPTY_TUPLE), "Attempted to apply Head to the empty sequence."],
    [() => op.tail(bank, EMPTY_TUPLE), "Attempted to apply Tail to the empty sequence."],
    [() => op.length(bank, n(1)), "The argument of Len should be a sequence, but instead it is:\n1"],
    [() => op.append(bank, v("[a |-> 1]"), n(1)), "Append(s, v) when s is not a sequence:\n[a |-> 1]"],
    [
      () => op.subSequence(bank, v("<<1, 2, 3>>"), n(0), n(2)),
      "The second argument of SubSeq must be in the domain of its first argument:\n<<1, 2, 3>>\n, but instead it is\n0",
    ],
    [
      () => op.apply(bank, v("<<1>>"), n(2)),
      "Attempted to access index 2 of tuple\n<<1>>\nwhich is out of bounds.",
    ],
    [() => op.apply(bank, v("<<1>>"), v('"a"')), 'Attempted to access tuple at a non integral index: "a"'],
  ])("faults %#", (compute, message) => {
    expect(compute).toThrow(message);
  });
});

describe("functions and records", () => {
  test("application, EXCEPT and @@ against pairs", () => {
    const pairs = alike(1, 6).chain((keys) =>
      fc.tuple(fc.constant(keys), alike(1, 6), fc.subarray([...keys])),
    );
    fc.assert(
      fc.property(pairs, ([keys, values, some]) => {
        const domain = bank.setOf(keys.map((k) => into(bank, k)));
        const refs = values.map((x) => into(bank, x));
        const f = op.functionFrom(bank, domain, (x) => refs[(x >> 1) % refs.length] ?? refs[0]!);
        expect(force(op.domain(bank, f))).toBe(domain);
        const other = refs[refs.length - 1]!;
        for (const k of keys.map((x) => into(bank, x))) {
          const changed = op.except(bank, f, [k], () => other);
          expect(op.apply(bank, changed, k)).toBe(other);
          expect(op.except(bank, changed, [k], () => op.apply(bank, f, k))).toBe(f);
          expect(op.combine(bank, op.mapsTo(bank, k, other), f)).toBe(changed);
        }
        const part = bank.setOf(some.map((k) => into(bank, k)));
        const g = op.functionFrom(bank, part, () => other);
        const both = op.combine(bank, g, f);
        for (const x of bank.list(domain)) {
          const expected = op.isIn(bank, x, part) === TRUE ? other : op.apply(bank, f, x);
          expect(op.apply(bank, both, x)).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("EXCEPT along a path; out of the domain nothing changes, with a warning", () => {
    const value = v("[a |-> <<1, [b |-> 2]>>, c |-> 3]");
    const path = [v('"a"'), n(2), v('"b"')];
    const changed = op.except(bank, value, path, (old) => op.plus(bank, old, n(40)));
    expect(text(changed)).toBe("[a |-> <<1, [b |-> 42]>>, c |-> 3]");
    const missed: Ref[] = [];
    expect(
      op.except(
        bank,
        value,
        [v('"a"'), n(9)],
        () => n(0),
        (f, x) => missed.push(f, x),
      ),
    ).toBe(value);
    expect(missed.map(text)).toEqual(["<<1, [b |-> 2]>>", "9"]);
    expect(() => op.except(bank, value, [v('"c"'), n(1)], () => n(0))).toThrow(
      "Attempted to apply EXCEPT construct to the integer 3.",
    );
  });

  test("described functions are computed where they are applied, and once", () => {
    let calls = 0;
    const nat = new Infinite(bank, "Nat");
    const factorial = op.describedFunction(bank, nat, (x) => {
      calls += 1;
      if (x === n(0)) return n(1);
      return op.times(bank, x, op.apply(bank, factorial, op.minus(bank, x, n(1))));
    });
    expect(op.apply(bank, factorial, n(10))).toBe(n(3628800));
    expect(op.apply(bank, factorial, n(9))).toBe(n(362880));
    expect(calls).toBe(11);
    expect(() => op.apply(bank, factorial, n(13))).toThrow("Overflow");
    expect(() => op.apply(bank, factorial, n(-1))).toThrow("which is not in the domain");
    expect(() => force(factorial)).toThrow("non-enumerable");
    expect(() => op.isIn(bank, n(1), factorial)).toThrow(
      "is an element of the function [x \\in Nat |-> <expression>]",
    );
    const squares = op.describedFunction(bank, v("{1, 2, 3}"), (x) => op.times(bank, x, x));
    expect(op.equals(bank, squares, v("<<1, 4, 9>>"))).toBe(TRUE);
    expect(text(op.append(bank, squares, n(16)))).toBe("<<1, 4, 9, 16>>");
    expect(op.bagCardinality(bank, squares)).toBe(n(14));
    expect(showValue(bank, squares)).toBe("<<1, 4, 9>>");
  });

  test("fields", () => {
    expect(op.field(bank, v("[a |-> 1, b |-> 2]"), v('"b"'))).toBe(n(2));
    expect(() => op.field(bank, v("[a |-> 1]"), v('"z"'))).toThrow(
      'nonexistent field "z" from the record\n[a |-> 1]',
    );
    expect(() => op.field(bank, n(1), v('"z"'))).toThrow('select field "z" from a non-record value 1');
  });

  test("large domains are searched by halves", () => {
    const big = op.functionFrom(bank, new Interval(bank, 5, 500), (x) => op.plus(bank, x, n(1)));
    expect(op.apply(bank, big, n(300))).toBe(n(301));
    expect(() => op.apply(bank, big, n(501))).toThrow("which is not in the domain of the function");
  });

  test.each([
    [() => op.apply(bank, v('"a"'), n(1)), "A non-function (a string) was applied as a function."],
    [() => op.apply(bank, new Infinite(bank, "Nat"), n(1)), "A non-function (a set) was applied"],
    [
      () => op.apply(bank, v("(2 :> 3)"), n(4)),
      "Attempted to apply function:\n(2 :> 3)\nto argument 4, which is",
    ],
    [() => op.apply(bank, v("(2 :> 3)"), v('"a"')), 'check equality of integer 2 with non-integer:\n"a"'],
    [() => op.apply(bank, v("[a |-> 1]"), v('"b"')), "nonexistent field 'b' of record\n[a |-> 1]"],
    [() => op.apply(bank, v("[a |-> 1]"), n(1)), "Attempted to access record by a non-string argument: 1"],
    [() => op.combine(bank, n(1), v("<<1>>")), "The first argument of @@ should be a function"],
    [() => op.domain(bank, n(1)), "Attempted to apply the operator DOMAIN to a non-function\n(an integer)"],
  ])("faults %#", (compute, message) => {
    expect(compute).toThrow(message);
  });
});

describe("sets", () => {
  test("CHOOSE takes the first in TLC's order", () => {
    expect(op.choose(bank, v("{5, 3, 4}"), () => true)).toBe(n(3));
    expect(op.choose(bank, op.powerSet(bank, v("{1, 2, 3}")), (x) => bank.size(x) === 2)).toBe(v("{1, 2}"));
    expect(() => op.choose(bank, v("{1}"), () => false)).toThrow("no element of S satisfied P");
  });

  test("witnesses of a CHOOSE; unions of what cannot be listed", () => {
    expect(op.witnesses(bank, v("{5, 3, 4}"), (x) => x !== n(3), 2)).toEqual([n(4), n(5)]);
    const nat = new Infinite(bank, "Nat");
    expect([-1, 7].map((k) => op.isIn(bank, n(k), op.unionOf(bank, [nat])))).toEqual([FALSE, TRUE]);
    // Several are put in order, as in TLC.
    expect(() => op.unionOf(bank, [v("{-1}"), nat])).toThrow("Nat");
    expect(() => op.unionOf(bank, [n(1)])).toThrow("some element of s is nonenumerable");
    expect(() => op.unionOf(bank, [new Interval(bank, 1, 2), n(1)])).toThrow();
    expect(op.unionOf(bank, [v("{1, 2}"), v("{2}")])).toBe(v("{1, 2}"));
    const overlapping = op.unionOf(bank, [v("{2, 3}"), new Interval(bank, 1, 2)]);
    expect([...elementsOf(bank, overlapping)]).toEqual([n(1), n(2), n(2), n(3)]);
    expect(op.cardinality(bank, overlapping)).toBe(n(3));
  });

  test("filters", () => {
    const even = (x: Ref): boolean => op.modulo(bank, x, n(2)) === n(0);
    expect(showValue(bank, op.filter(bank, new Interval(bank, 1, 6), even, ""))).toBe("{2, 4, 6}");
    const all = op.filter(bank, new Infinite(bank, "Nat"), even, "{x \\in Nat : …}");
    expect(op.isIn(bank, n(4), all)).toBe(TRUE);
    expect(op.isIn(bank, n(5), all)).toBe(FALSE);
    expect(showValue(bank, all)).toBe("{x \\in Nat : …}");
  });

  test.each([
    [() => op.isIn(bank, n(1), n(2)), "Attempted to check if the value:\n1\nis an element of the integer 2"],
    [() => op.isIn(bank, v('"a"'), v("{1, 2}")), 'Attempted to compare string "a" with non-string:\n2'],
    [() => op.union(bank, v("{1}"), v('{"a"}')), 'Attempted to compare string "a" with non-string:\n1'],
    [() => op.bigUnion(bank, v("{1}")), "some element of s is nonenumerable"],
    [() => op.powerSet(bank, n(1)), "Attempted to use as a set the value:\n1"],
  ])("faults %#", (compute, message) => {
    expect(compute).toThrow(message);
  });

  test("permutations", () => {
    expect(text(op.permutations(bank, v("{1, 2}")))).toBe("{<<1, 2>>, <<2, 1>>}");
    expect(bank.size(op.permutations(bank, v("{m1, m2, m3}")))).toBe(6);
    expect(text(op.permutations(bank, v("{}")))).toBe("{<<>>}");
  });
});

describe("bags", () => {
  const bag = (counts: Readonly<Record<string, number>>): Ref =>
    bank.recordOf(Object.entries(counts).map(([name, count]) => [name, n(count)] as const));

  test("against counts", () => {
    const counts = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const [x, y] = [bag(a), bag(b)];
        const names = ["a", "b", "c", "d"];
        const of = (value: (name: string) => number): Ref =>
          bag(Object.fromEntries(names.map((k) => [k, value(k)] as const).filter(([, c]) => c > 0)));
        expect(op.bagSum(bank, x, y)).toBe(of((k) => (a[k] ?? 0) + (b[k] ?? 0)));
        expect(op.bagDifference(bank, x, y)).toBe(of((k) => (a[k] ?? 0) - (b[k] ?? 0)));
        expect(op.subBag(bank, x, y)).toBe(bank.bool(names.every((k) => (a[k] ?? 0) <= (b[k] ?? 0))));
        expect(op.bagCardinality(bank, x)).toBe(n(Object.values(a).reduce((sum, c) => sum + c, 0)));
        expect(op.bagUnion(bank, bank.setOf([x, y]))).toBe(x === y ? x : op.bagSum(bank, x, y));
        for (const k of names) expect(op.copiesIn(bank, bank.string(k), x)).toBe(n(a[k] ?? 0));
      }),
      { numRuns: 200 },
    );
  });

  test("to and from sets", () => {
    expect(text(op.setToBag(bank, v('{"a", "b"}')))).toBe("[a |-> 1, b |-> 1]");
    expect(text(force(op.bagToSet(bank, bag({ a: 3 }))))).toBe('{"a"}');
    expect(text(op.bagOfAll(bank, () => n(7), bag({ a: 3, b: 1 })))).toBe("(7 :> 4)");
    expect(op.isABag(bank, v("[a |-> 0]"))).toBe(FALSE);
    expect(op.bagIn(bank, v('"a"'), bag({ a: 3 }))).toBe(TRUE);
    expect(op.emptyBag()).toBe(EMPTY_TUPLE);
    expect(() => op.bagSum(bank, v("[a |-> 0]"), op.emptyBag())).toThrow(
      "The first argument of (+) should be a bag",
    );
  });
});

test("ToString prints as TLC prints", () => {
  expect(bank.textOf(op.toText(bank, v('<<"x", {1, 2}>>')))).toBe('<<"x", {1, 2}>>');
  expect(bank.textOf(op.toText(bank, op.domain(bank, v("<<7, 8>>"))))).toBe("1..2");
});
