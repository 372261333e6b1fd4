import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromJson, toJson } from "../../codegen/runtime/json.js";
import * as op from "../../codegen/runtime/operators.js";
import {
  canonical,
  compare,
  digest,
  equal,
  TlaMap,
  TlaSet,
  type Value,
} from "../../codegen/runtime/values.js";

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.integer({ min: -3, max: 3 }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.oneof(
      fc.constantFrom("", "a", "1", "#set", "##", "\ud800", "\ud801", "__proto__"),
      fc.string({ maxLength: 3 }),
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom("a", "b", "#set", "#map", "##x", "__proto__"), tie("value")), {
        maxLength: 2,
      })
      .map((fields) => Object.fromEntries(fields)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => TlaSet.of(items)),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((pairs) => TlaMap.of(pairs)),
  ),
})).value;

describe("values", () => {
  it("are encoded injectively, consistently with the order and the digest", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const same = canonical(a) === canonical(b);
        expect(compare(a, b) === 0).toBe(same);
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
        expect(digest(a) === digest(b)).toBe(same);
        expect(equal(a, b)).toBe(same);
      }),
    );
  });

  it("are told apart by type", () => {
    const all: Value[] = [
      1,
      "1",
      true,
      "t",
      [],
      {},
      TlaSet.of([]),
      TlaMap.of([]),
      [1],
      TlaSet.of([1]),
      [[]],
      "",
    ];
    expect(new Set(all.map(canonical)).size).toBe(all.length);
    expect(digest("\ud800")).not.toBe(digest("\ud801"));
    expect(canonical({ b: 1, a: 2 })).toBe(canonical({ a: 2, b: 1 }));
    expect(canonical(-0)).toBe(canonical(0));
  });

  it("survive JSON", () => {
    fc.assert(
      fc.property(value, (a) => {
        expect(canonical(fromJson(JSON.parse(JSON.stringify(toJson(a)))))).toBe(canonical(a));
      }),
    );
  });

  it("are refused when they are none", () => {
    for (const text of [
      "null",
      "1.5",
      '{"#set":[1,1]}',
      '{"#odd":1}',
      '{"#map":[[1]]}',
      "1e300",
      '{"#set":3}',
    ]) {
      expect(fromJson(JSON.parse(text))).toBeUndefined();
    }
    expect(fromJson(JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`))).toBeUndefined();
    expect(() => canonical(1.5)).toThrow(TypeError);
    expect(() => canonical(undefined)).toThrow(TypeError);
    expect(() => canonical(new Date())).toThrow(TypeError);
  });

  it("form sets and functions whatever the order they were given in", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (items) => {
        const set = TlaSet.of(items);
        expect(canonical(TlaSet.of([...items].reverse()))).toBe(canonical(set));
        expect(items.every((x) => set.has(x))).toBe(true);
        expect(op.cardinality(op.union(set, set))).toBe(set.size);
        expect(op.minus(set, set).size).toBe(0);
        expect(op.subset(op.intersect(set, op.setOf(...items.slice(1))), set)).toBe(true);
      }),
    );
  });
});

describe("operators", () => {
  it("count sequences from 1", () => {
    expect(op.at([7, 8], 2)).toBe(8);
    expect(op.subSeq([1, 2, 3], 2, 3)).toEqual([2, 3]);
    expect(op.subSeq([1, 2, 3], 3, 2)).toEqual([]);
    expect(op.except([1, 2], 2, (old) => old + 5)).toEqual([1, 7]);
    expect(op.append([1], 2)).toEqual(op.concat([1], [2]));
    expect(op.domain(["a", "b"]).elements).toEqual([1, 2]);
  });

  it("throw Undefined where TLA+ says nothing", () => {
    const map = TlaMap.of([["a", 1]]);
    for (const wrong of [
      () => op.at([1], 0),
      () => op.at([1], 2),
      () => op.at(map, "b"),
      () => op.tail([]),
      () => op.subSeq([1], 1, 2),
      () => op.choose([1, 2], (x) => x > 2),
      () => op.div(1, 0),
      () => op.noCase("Spec.tla:3"),
      () => op.field({ a: 1 } as { a: number; b?: number }, "b"),
    ]) {
      expect(wrong).toThrow(op.Undefined);
    }
    expect(() => op.at([1], 2, "Spec.tla:7")).toThrow(/Spec\.tla:7/);
  });

  it("work on sets", () => {
    const set = op.setOf(3, 1, 2, 1);
    expect(set.elements).toEqual([1, 2, 3]);
    expect([...op.subsets(set)]).toHaveLength(8);
    expect(op.exists(op.subsets(set), (s) => s.size === 2)).toBe(true);
    expect(op.forall(set, (x) => x > 0)).toBe(true);
    expect(op.choose(set, (x) => x > 1)).toBe(2);
    expect(op.map(set, (x) => x % 2).elements).toEqual([0, 1]);
    expect(op.range(2, 1).size).toBe(0);
    const map = op.mapOver(set, (x) => x * x);
    expect(
      op.at(
        op.except(map, 2, (old) => old + 1),
        2,
      ),
    ).toBe(5);
    expect(
      op.at(
        op.merge(
          map,
          op.mapOver([9], () => 0),
        ),
        9,
      ),
    ).toBe(0);
    expect([op.div(-3, 2), op.mod(-3, 2)]).toEqual([-2, 1]);
  });
});
