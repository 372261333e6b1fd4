/**
 * Successors are looked for some at a time, or not at all outside the constraints, where predicates are pure: nothing
 * that can be seen may depend on that.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Exploration, explore } from "../../src/engine/explore/explore.js";
import type { CompiledModel } from "../../src/engine/model.js";
import { newContext } from "../../src/engine/natives/natives-context.js";
import { EvaluationError } from "../../src/engine/values/bank-errors.js";
import { modelOf, type Sketch, type State } from "./explore-models.js";

const still = { now: () => 0, pause: () => Promise.resolve() };

/** What happens in the middle of an action, by the number of the successor before which it happens. */
interface Incident {
  readonly at: number;
  readonly kind: "print" | "write" | "distinct" | "queue" | "error" | "exit" | "between";
}
interface Case {
  readonly seed: number;
  readonly wide: number;
  readonly bad: number;
  readonly limit: number;
  readonly incidents: readonly Incident[];
}

const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.integer({ min: 0, max: 1000 }),
  wide: fc.integer({ min: 1, max: 150 }),
  bad: fc.integer({ min: 0, max: 600 }),
  limit: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(1000)),
  incidents: fc.array(
    fc.record({
      at: fc.nat({ max: 400 }),
      kind: fc.constantFrom("print", "write", "distinct", "queue", "between", "error", "exit"),
    }),
    { maxLength: 6 },
  ),
});

/** All that can be seen of a run. */
async function seen(
  { seed, wide, bad, limit, incidents }: Case,
  isPure: boolean,
  constraintsFirst = false,
): Promise<unknown> {
  const context = newContext();
  const told: string[] = [];
  let count = 0;
  context.printed = (text) => told.push(text);
  context.writeFile = (path) => {
    told.push(path);
    return undefined;
  };
  function incident(): void {
    for (const { kind } of incidents.filter((i) => i.at === count)) {
      if (kind === "print") context.printed("here");
      else if (kind === "write") context.writeFile("file", "text", "replace");
      else if (kind === "exit") context.exit();
      else if (kind === "between") context.between();
      else if (kind === "error") throw new EvaluationError("assertion", "no");
      else told.push(String(context.facts.get(kind)?.()));
    }
    count += 1;
  }
  const sketch: Sketch = {
    variables: ["a", "b", "c", "d", "e", "f"],
    initial: [[0, 0, 0, 0, 0, 0]],
    actions: {
      *Step([a = 0, b = 0, ...rest]: State) {
        for (let i = 0; i < wide; i++) {
          incident();
          const n = Math.imul(a * 31 + b + i, (seed * 2 + 1) ^ 0x9e3779b1) >>> 9;
          yield [n % 11, (b + (n % 3)) % 23, ...rest];
        }
      },
      *Other([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]: State) {
        incident();
        yield [a, (b + 1) % 29, c, d, e, f];
        yield [a, b, (c + 1) % 40, d + (c === 39 ? 1 : 0), a * 31 + b, (f * 7 + b) % 300];
      },
    },
    invariants: {
      Good: ([a = 0, b = 0]) => a * 23 + b !== bad,
      Well: ([a = 0, b = 0, c = 0]) => (a * 71 + b * 5 + c) % 997 !== bad,
    },
    constraint: ([a = 0, b = 0]) => (a + b) % 3 !== 2,
    isPure,
  };
  const model: CompiledModel = { ...modelOf(sketch), context };
  const { verdict, counts, initial, states } = await explore(model, {
    ...still,
    batchFrom: constraintsFirst && seed % 2 === 0 ? 1000 : 0,
    constraintsFirst,
    limits: { states: limit },
  });
  const rows = Array.from({ length: states.size }, (_, i) => `${states.row(i).join()} ${states.parentOf(i)}`);
  return { verdict, counts, initial, rows, told };
}

it("all that can be seen is as if each was looked for at once", async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const late = await seen(one, true);
      expect(late).toEqual(await seen(one, false));
      expect(await seen(one, true, true)).toEqual(late);
      kinds.add((late as Pick<Exploration, "verdict">).verdict.kind);
    }),
    { numRuns: 120 },
  );
  expect([...kinds].sort()).toEqual(["evaluation-error", "limit", "violated"]);
});

it("a state outside that is wrong comes after those that were put off", async () => {
  const digits = Array.from({ length: 10 }, (_, i) => i);
  const run = (isPure: boolean): Promise<Exploration> =>
    explore(
      modelOf({
        variables: ["a", "b"],
        initial: [...digits.map((a) => [a, 0]), ...digits.map((b) => [0, b])],
        actions: {
          *Step() {
            for (const a of digits) for (const b of digits) yield [a, b];
          },
        },
        invariants: { Good: ([a = 0, b = 0]) => a + b < 16 },
        constraint: ([a = 0, b = 0]) => a + b < 15,
        isPure,
      }),
      { ...still, batchFrom: 0, constraintsFirst: true },
    );
  const [late, once] = [await run(true), await run(false)];
  expect(late.verdict.kind).toBe("violated");
  expect({ ...late, states: late.states.size }).toEqual({ ...once, states: once.states.size });
});
