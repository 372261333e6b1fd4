import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DepthFirstOptions, depthFirst } from "../../../src/engine/explore/depth-first.js";
import type { CompiledModel } from "../../../src/engine/model.js";
import { exploring, modelOf as modelOfSketch, type Sketch } from "../explore-models.js";
import { modelOf, still } from "./models.js";

const search = (model: CompiledModel, options: Partial<DepthFirstOptions> = {}) =>
  depthFirst(model, { ...still, depth: Infinity, ...options });

interface System {
  readonly initial: readonly number[];
  readonly steps: readonly (readonly number[])[];
  readonly bad: number;
  readonly outside: number;
  readonly checkDeadlock: boolean;
}

const systems: fc.Arbitrary<System> = fc.integer({ min: 1, max: 12 }).chain((size) => {
  const state = fc.integer({ min: 0, max: size - 1 });
  return fc.record({
    initial: fc.array(state, { minLength: 1, maxLength: 2 }),
    steps: fc.array(fc.array(state, { maxLength: 3 }), { minLength: size, maxLength: size }),
    bad: fc.integer({ min: 0, max: 30 }),
    outside: fc.integer({ min: 0, max: 20 }),
    checkDeadlock: fc.boolean(),
  });
});

const sketchOf = ({ initial, steps, bad, outside, checkDeadlock }: System): Sketch => ({
  variables: ["s"],
  initial: initial.map((s) => [s]),
  actions: { Step: ([s = 0]) => steps[s]!.map((t) => [t]) },
  invariants: { Good: ([s]) => s !== bad },
  constraint: ([s]) => s !== outside,
  checkDeadlock,
});

/** States within so many steps inside the constraint. */
function within({ initial, steps, outside }: System, depth: number): number {
  let layer = new Set(initial.filter((s) => s !== outside));
  const seen = new Set(layer);
  for (let i = 0; i < depth; i++) {
    layer = new Set([...layer].flatMap((s) => steps[s]!).filter((t) => t !== outside));
    for (const s of layer) seen.add(s);
  }
  return seen.size;
}

describe("depth first", () => {
  it("finds what a search breadth first finds, and as many states", async () => {
    await fc.assert(
      fc.asyncProperty(systems, async (system) => {
        const sketch = sketchOf(system);
        const found = await search(modelOfSketch(sketch));
        const { verdict, counts } = await exploring(sketch);
        expect(found.isCut).toBe(false);
        const isWrong = verdict.kind !== "holds";
        expect(found.verdict.kind !== "holds").toBe(isWrong);
        if (!isWrong) expect(found.counts.distinct).toBe(counts.distinct);
      }),
      { numRuns: 200 },
    );
  });

  it("visits all states within the bound, and no others", async () => {
    await fc.assert(
      fc.asyncProperty(systems, fc.integer({ min: 0, max: 6 }), async (given, depth) => {
        const system = { ...given, bad: -1, checkDeadlock: false };
        const { verdict, counts, isCut } = await search(modelOfSketch(sketchOf(system)), { depth });
        expect(verdict.kind).toBe("holds");
        expect(counts.distinct).toBe(within(system, depth));
        expect(counts.depth).toBeLessThanOrEqual(depth + 1);
        if (!isCut) expect(counts.distinct).toBe(within(system, 100));
      }),
      { numRuns: 200 },
    );
  });

  const counter = (cfg: string) =>
    modelOf(
      `VARIABLE x
Init == x = 0
Up == x' = x + 1
Down == x > 0 /\\ x' = x - 1
Next == Up \\/ Down
Inv == x < 5
P == [][x' > x - 2 /\\ x' # 4]_x
Few == x < 20`,
      `INIT Init\nNEXT Next\n${cfg}`,
    );

  it("goes the way that it shows", async () => {
    const { verdict } = await search(counter("INVARIANT Inv\n"), { depth: 6 });
    if (verdict.kind !== "violated" || verdict.what !== "invariant") throw new Error(verdict.kind);
    expect(verdict.trace.states.map((s) => s.text)).toEqual([0, 1, 2, 3, 4, 5].map((n) => `x = ${n}`));
    expect(verdict.trace.states.at(-1)?.action).toBe("Up");
    const cut = await search(counter("INVARIANT Inv\n"), { depth: 4 });
    expect(cut).toMatchObject({ verdict: { kind: "holds" }, isCut: true, counts: { distinct: 5, depth: 5 } });
  });

  it("checks properties of steps, and says which properties it does not check", async () => {
    const { verdict } = await search(counter("PROPERTY P\nCONSTRAINT Few\n"), { depth: 9 });
    expect(verdict).toMatchObject({ kind: "violated", what: "property", name: "P" });
    const model = modelOf(
      "VARIABLE x\nInit == x = 0\nNext == x' = 1 - x\nL == <>(x = 1)\nSpec == Init /\\ [][Next]_x",
      "SPECIFICATION Spec\nPROPERTY L\n",
    );
    expect((await search(model)).unchecked).toEqual(["L"]);
  });

  it("ends at limits", async () => {
    const { verdict } = await search(counter(""), { limits: { states: 100 } });
    expect(verdict).toEqual({ kind: "limit", limit: "states" });
    const signal = AbortSignal.abort();
    expect((await search(counter(""), { signal })).verdict.kind).toBe("cancelled");
  });

  it("tells states apart by their identity", async () => {
    const model = modelOf(
      `CONSTANT P
VARIABLE x
Init == x = {}
Next == \\E p \\in P : x' = x \\cup {p}
Perms == Permutations(P)`,
      "INIT Init\nNEXT Next\nCONSTANT P = {a, b, c}\nSYMMETRY Perms\n",
    );
    expect((await search(model)).counts.distinct).toBe(4);
  });
});
