/** Random transition systems, explored by the engine and by a search that is too simple to be wrong. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Exploration } from "../../src/engine/explore/explore.js";
import { exploring, type Sketch, type State } from "./explore-models.js";

/** States are numbers below `size`; `steps[a][s]` are the successors of s by action a. */
interface System {
  readonly size: number;
  readonly initial: readonly number[];
  readonly steps: readonly (readonly (readonly number[])[])[];
  readonly outside: ReadonlySet<number>;
  readonly forbidden: ReadonlySet<string>;
  readonly bad: ReadonlySet<number>;
  readonly checkDeadlock: boolean;
  readonly isPure: boolean;
}

const systems: fc.Arbitrary<System> = fc.integer({ min: 1, max: 14 }).chain((size) => {
  const state = fc.integer({ min: 0, max: size - 1 });
  const few = fc.array(state, { maxLength: 3 });
  const action = fc.array(few, { minLength: size, maxLength: size });
  return fc.record({
    size: fc.constant(size),
    initial: few,
    steps: fc.array(action, { minLength: 1, maxLength: 3 }),
    outside: fc.array(state, { maxLength: 2 }).map((all) => new Set(all)),
    forbidden: fc
      .oneof(fc.constant([]), fc.array(fc.tuple(state, state).map(String), { maxLength: 4 }))
      .map((all) => new Set(all)),
    bad: fc.array(state, { maxLength: 1 }).map((all) => new Set(all)),
    checkDeadlock: fc.boolean(),
    isPure: fc.boolean(),
  });
});

/** Each state as two variables. */
const split = (s: number): readonly number[] => [s >> 1, s & 1];
const join = ([a = 0, b = 0]: readonly number[]): number => a * 2 + b;

function sketchOf({ initial, steps, outside, forbidden, bad, checkDeadlock, isPure }: System): Sketch {
  return {
    variables: ["a", "b"],
    initial: initial.map(split),
    actions: Object.fromEntries(
      steps.map((of, i) => [`A${i}`, (s: readonly number[]) => of[join(s)]!.map(split)] as const),
    ),
    invariants: { Good: (s) => !bad.has(join(s)) },
    constraint: (s) => !outside.has(join(s)),
    ...(forbidden.size === 0
      ? {}
      : { actionConstraint: (s: State, t: State) => !forbidden.has(String([join(s), join(t)])) }),
    checkDeadlock,
    isPure,
  };
}

interface Answer {
  readonly kind: string;
  /** Length of the shortest behaviour shown, in states. */
  readonly length: number;
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
}

function naive(system: System): Answer {
  const depths = new Map<number, number>();
  const queue: number[] = [];
  let generated = 0;
  const answer = (kind: string, length: number): Answer => {
    const depth = Math.max(1, ...depths.values());
    return { kind, length, distinct: depths.size, generated, depth };
  };
  const offer = (t: number, depth: number, kept: boolean): boolean => {
    generated += 1;
    if (kept && !depths.has(t)) {
      depths.set(t, depth);
      queue.push(t);
    }
    return system.bad.has(t);
  };
  for (const s of system.initial) if (offer(s, 1, !system.outside.has(s))) return answer("violated", 1);
  for (const s of queue) {
    const depth = depths.get(s)!;
    const before = generated;
    for (const action of system.steps) {
      for (const t of action[s]!) {
        const kept = !system.outside.has(t) && !system.forbidden.has(String([s, t]));
        if (offer(t, depth + 1, kept)) return answer("violated", depth + 1);
      }
    }
    if (system.checkDeadlock && generated === before) return answer("deadlock", depth);
  }
  return answer("holds", 0);
}

function answerOf({ verdict, counts }: Exploration): Answer {
  const length = "trace" in verdict ? verdict.trace.states.length : 0;
  const { distinct, generated, depth } = counts;
  return { kind: verdict.kind, length, distinct, generated, depth };
}

/** Each step shown is one of the system, by the action named. */
function isBehaviour(system: System, { verdict }: Exploration): boolean {
  if (!("trace" in verdict)) return true;
  const shown = verdict.trace.states.map((state) => {
    const cells = [...state.values.values()].map((value) => (value.kind === "int" ? value.value : -1));
    return { action: state.action, at: join(cells) };
  });
  return shown.every(({ action, at }, i) => {
    const before = shown[i - 1];
    if (before === undefined) return action === undefined && system.initial.includes(at);
    return system.steps[Number(action?.slice(1))]?.[before.at]?.includes(at) === true;
  });
}

it("finds the same states, counts and shortest behaviours", async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(systems, async (system) => {
      const found = await exploring(sketchOf(system), { batchFrom: 5 });
      expect(answerOf(found)).toEqual(naive(system));
      expect(isBehaviour(system, found)).toBe(true);
      kinds.add(found.verdict.kind);
    }),
    { numRuns: 500 },
  );
  expect([...kinds].sort()).toEqual(["deadlock", "holds", "violated"]);
});

it("tells of each step that is kept, in order", async () => {
  await fc.assert(
    fc.asyncProperty(systems, async (system) => {
      const steps: string[] = [];
      const free = { ...system, bad: new Set<number>(), checkDeadlock: false };
      const { states, counts } = await exploring(sketchOf(free), {
        onStep: (from, action, to, isNew) => steps.push([from, action, to, isNew].join()),
      });
      const number = (index: number): number => join(Array.from(states.row(index), (ref) => (ref - 1) / 2));
      const expected: string[] = [];
      let known = 0;
      const note = (from: number, action: number, t: number): void => {
        const to = states.find(Int32Array.from(split(t), (n) => n * 2 + 1));
        expected.push([from, action, to, to === known].join());
        if (to === known) known += 1;
      };
      for (const s of free.initial) if (!free.outside.has(s)) note(-1, 0, s);
      for (let from = 0; from < counts.distinct; from++) {
        const s = number(from);
        for (const [action, of] of free.steps.entries()) {
          for (const t of of[s]!) {
            if (!free.outside.has(t) && !free.forbidden.has(String([s, t]))) note(from, action, t);
          }
        }
      }
      expect(steps).toEqual(expected);
    }),
  );
});
