import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "../../src/report/suggest.js";

describe("did you mean", () => {
  it.each([
    ["TypeOk", ["TypeOK", "TypeOf"], "TypeOK"],
    ["typeok", ["TypoOK", "TypeOK"], "TypeOK"],
    ["Agreemnet", ["Agreement", "Validity"], "Agreement"],
    ["Inot", ["Next", "Init"], "Init"],
    ["SPEC", ["SYMMETRY", "SPECIFICATION"], "SPECIFICATION"],
    ["work", ["to", "workers"], "workers"],
    ["NODE", ["mode", "Node"], "Node"],
    ["x", ["y"], undefined],
    ["x", ["X"], "X"],
    ["Consensus", ["Init", "Next"], undefined],
    ["+", ["-"], undefined],
    ["Same", ["Same"], undefined],
    ["N", [], undefined],
  ])("%s among %j is %s", (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });

  it("counts a swap of neighbours once", () => {
    expect(editDistance("ab", "ba")).toBe(1);
    expect(editDistance("kitten", "sitting")).toBe(3);
    expect(editDistance("", "abc")).toBe(3);
  });

  it("is symmetric, zero for equal texts only, and at most the longer text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
