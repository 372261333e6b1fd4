import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin, largestWithout, leastPart } from "../../src/ablate/least-sets.js";

const all = [..."abcdef"];
const parts = (names: readonly string[]): string[][] =>
  names.reduce<string[][]>((some, name) => [...some, ...some.map((part) => [...part, name])], [[]]);
const sets = fc.array(fc.subarray(all, { minLength: 1 }), { maxLength: 5 });

describe("sets of names", () => {
  it("are the largest in which none of those known lies, those with most names first", () => {
    fc.assert(
      fc.property(sets, (known) => {
        const without = parts(all).filter((some) => !known.some((set) => isWithin(set, some)));
        const largest = without.filter(
          (some) => !without.some((more) => more.length > some.length && isWithin(some, more)),
        );
        const found = largestWithout(all, known);
        expect(found.map((some) => some.join("")).sort()).toEqual(
          largest.map((some) => some.join("")).sort(),
        );
        const sizes = found.map((some) => some.length);
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      }),
    );
  });

  it("are cut down to a least part that holds, in order, and nothing is asked twice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.subarray(all, { minLength: 1 }), { minLength: 1, maxLength: 5 }),
        async (bad) => {
          const holds = (some: readonly string[]): boolean => bad.some((set) => isWithin(set, some));
          const asked: string[] = [];
          const least = await leastPart(all, async (some) => {
            asked.push(some.join(""));
            return holds(some);
          });
          expect(holds(least)).toBe(true);
          for (const name of least) expect(holds(least.filter((other) => other !== name))).toBe(false);
          expect(least).toEqual(all.filter((name) => least.includes(name)));
          expect(asked).toEqual([...new Set(asked)]);
        },
      ),
    );
  });

  it("are cut down in few questions where little is needed", async () => {
    const many = Array.from({ length: 64 }, (_, i) => `n${i}`);
    let asked = 0;
    const least = await leastPart(many, async (some) => {
      asked += 1;
      return isWithin(["n7", "n60"], some);
    });
    expect(least).toEqual(["n7", "n60"]);
    expect(asked).toBeLessThan(30);
  });
});
