/** The search by several threads, of which the others never come: what it answers is what `explore` does. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explore } from "../../../src/engine/explore/explore.js";
import type { Verdict } from "../../../src/engine/explore/explore-verdict.js";
import { Levels } from "../../../src/engine/parallel/levels.js";
import {
  At,
  newSearchMemory,
  PER_THREAD,
  type SearchMemory,
  Tally,
} from "../../../src/engine/parallel/memory.js";
import { exploreTogether, type TeamOptions, type Thread } from "../../../src/engine/parallel/team.js";
import { newBankMemory, SharedBank } from "../../../src/engine/values/bank-shared.js";
import { modelOf, pathText, type Sketch } from "../explore-models.js";

const still = { now: () => 0, pause: () => Promise.resolve() };

/** A thread that is never heard of. */
const silent = (end?: Thread["end"]): Thread => ({
  end,
  within: () => Promise.resolve(),
  terminate: () => Promise.resolve(),
});

/** `aloneSeconds`: with 0 another thread is asked to take part at once, with 1 never (the clock stands still). */
function together(sketch: Sketch, aloneSeconds: number, options: Partial<TeamOptions> = {}) {
  const model = modelOf(sketch);
  const shape = { width: model.width, keyWidth: 0, actions: model.actions.length };
  const search = newSearchMemory(shape, 5e5, 2);
  const bank = new SharedBank(newBankMemory(1024));
  const start = (): Thread => silent();
  return exploreTogether(model, bank, { ...still, threads: 2, search, start, aloneSeconds, ...options });
}

/** Counts up to `last` in steps of 1 and 2. */
const counting = (last: number, more: Partial<Sketch> = {}): Sketch => ({
  variables: ["x"],
  initial: [[0]],
  actions: {
    One: ([x = 0]) => [[Math.min(last, x + 1)]],
    Two: ([x = 0]) => [[Math.min(last, x + 2)]],
  },
  ...more,
});

describe("a search by threads", () => {
  it.each([0, 1])("counts as one worker does (alone for %i)", async (aloneSeconds) => {
    const one = await explore(modelOf(counting(5000)), still);
    const found = await together(counting(5000), aloneSeconds);
    expect(found.verdict).toEqual(one.verdict);
    expect(found.counts).toEqual(one.counts);
    expect(found.initial).toBe(1);
  });

  it.each([0, 1])("finds a shortest behaviour to an error (alone for %i)", async (aloneSeconds) => {
    const sketch = counting(100, { invariants: { Small: ([x = 0]) => x < 7 } });
    const { verdict } = await together(sketch, aloneSeconds);
    if (verdict.kind !== "violated" || !("trace" in verdict)) throw new Error(verdict.kind);
    expect(verdict.what).toBe("invariant");
    expect(verdict.trace.states.length).toBe(5);
    expect(pathText(verdict.trace)).toMatch(/^x=0 .*-> x=[78]$/);
  });

  it("tells of false assumptions, and of the initial state", async () => {
    const assumed = await together(counting(3, { assumptions: [() => true, () => false] }), 0);
    expect(assumed.verdict).toMatchObject({ kind: "violated", what: "assumption" });
    const initial = await together(counting(3, { invariants: { Positive: ([x = 0]) => x > 0 } }), 0);
    expect(initial.verdict).toMatchObject({ kind: "violated", trace: { states: [{ number: 1 }] } });
  });

  it("ends at a limit of states", async () => {
    const { verdict, counts } = await together(counting(5000), 0, { limits: { states: 100 } });
    expect(verdict).toEqual({ kind: "limit", limit: "states" });
    expect(counts.distinct).toBe(101);
  });

  it("ends when nothing more is reserved", async () => {
    const { verdict } = await together(counting(1e7), 0);
    expect(verdict).toEqual({ kind: "limit", limit: "memory" });
  });

  it.each([0, 1])("ends when the machine has no room for more (alone for %i)", async (aloneSeconds) => {
    // Memory is measured now and then by the clock.
    let seconds = 0;
    const { verdict, counts } = await together(counting(1e5), aloneSeconds, {
      now: () => (seconds += 0.01),
      hasRoom: (bytes) => bytes > 0 && seconds < 1,
      aloneSeconds: aloneSeconds * 100,
    });
    expect(verdict).toEqual({ kind: "limit", limit: "memory" });
    expect(counts.distinct).toBeGreaterThan(100);
    expect(counts.distinct).toBeLessThan(1e5);
  });

  it("throws what a thread dies of, if that is a bug", async () => {
    const failed = silent({ kind: "failed", error: new Error("broken") });
    await expect(together(counting(9), 0, { start: () => failed })).rejects.toThrow("broken");
    const dead = silent({ kind: "out-of-memory" });
    const { verdict } = await together(counting(9), 0, { start: () => dead });
    expect(verdict).toEqual({ kind: "limit", limit: "memory" });
  });

  /** A thread that takes part, and never comes when all are to meet. */
  const joining = (search: SearchMemory, end: () => Thread["end"]): TeamOptions["start"] => {
    return (thread) => {
      search.control[At.team]! += 1;
      search.tallies[thread * PER_THREAD + Tally.joined] = 1;
      return { ...silent(), end: end() };
    };
  };

  it("ends when a thread died that others wait for", async () => {
    const search = newSearchMemory({ width: 1, keyWidth: 0, actions: 2 }, 5e5, 2);
    const start = joining(search, () => undefined);
    let isDead = false;
    const dying: TeamOptions["start"] = (...args) => {
      const thread = start(...args);
      return Object.defineProperty({ ...thread }, "end", {
        get: () => (isDead ? { kind: "out-of-memory" } : undefined),
      });
    };
    const pause = async (): Promise<void> => {
      isDead = search.control[At.wanted] === 1;
    };
    const { verdict } = await together(counting(1e5), 0, { search, start: dying, pause });
    expect(isDead).toBe(true);
    expect(verdict).toEqual({ kind: "limit", limit: "memory" });
  });

  it("expands a state anew where others took long to come", async () => {
    const search = newSearchMemory({ width: 1, keyWidth: 0, actions: 2 }, 5e5, 2);
    let left = 0;
    const pause = async (): Promise<void> => {
      if (search.control[At.wanted] !== 1 || search.control[At.team] === 1) return;
      left += 1;
      // It goes away.
      search.control[At.team] = 1;
    };
    const start = joining(search, () => undefined);
    const sketch = counting(5000, { invariants: { Low: ([x = 0]) => x <= 5000 } });
    const found = await together(sketch, 0, { search, start, pause });
    expect(left).toBe(1);
    expect(found.counts).toEqual((await explore(modelOf(sketch), still)).counts);
  });

  it("ends when it is interrupted, though a thread died with the lock", async () => {
    const search = newSearchMemory({ width: 1, keyWidth: 0, actions: 2 }, 5e5, 2);
    const guard = (): boolean => {
      search.control[At.lock] = 1;
      return false;
    };
    const { verdict } = await together(counting(9), 0, { search, guard });
    expect(verdict).toEqual({ kind: "cancelled" });
  });

  it("tells what threads found", async () => {
    const end = { kind: "finished" } as const;
    const limited = await together(counting(9), 0, {
      start: (_thread, _most, onMessage) => {
        onMessage({ kind: "limit", limit: "states" });
        return silent(end);
      },
    });
    // It found that out about nothing: this thread came to the end.
    expect(limited.verdict).toEqual({ kind: "holds" });
    const search = newSearchMemory({ width: 1, keyWidth: 0, actions: 2 }, 5e5, 2);
    const stopped = await together(counting(5000), 0, {
      search,
      start: (_thread, _most, onMessage) => {
        onMessage({ kind: "limit", limit: "states" });
        Levels.stop(search);
        return silent(end);
      },
    });
    expect(stopped.verdict).toEqual({ kind: "limit", limit: "states" });
  });
});

describe("random systems", () => {
  const state = fc.integer({ min: 0, max: 11 });
  const few = fc.array(state, { maxLength: 3 });
  const system = fc.record({
    initial: few,
    steps: fc.array(fc.array(few, { minLength: 12, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
    outside: fc.array(state, { maxLength: 2 }),
    bad: fc.array(state, { maxLength: 1 }),
    checkDeadlock: fc.boolean(),
  });
  const at = ([a = 0, b = 0]: readonly number[]): number => a * 3 + b;
  const split = (s: number): readonly number[] => [Math.floor(s / 3), s % 3];

  it("have the same answers", async () => {
    await fc.assert(
      fc.asyncProperty(
        system,
        fc.constantFrom(0, 1 << 15),
        async ({ initial, steps, outside, bad, checkDeadlock }, batchFrom) => {
          const sketch: Sketch = {
            variables: ["a", "b"],
            initial: initial.map(split),
            actions: Object.fromEntries(
              steps.map((of, i) => [`A${i}`, (s: readonly number[]) => of[at(s)]!.map(split)] as const),
            ),
            invariants: { Good: (s) => !bad.includes(at(s)) },
            constraint: (s) => !outside.includes(at(s)),
            checkDeadlock,
          };
          const one = await explore(modelOf(sketch), still);
          const alone = await together(sketch, 1, { batchFrom });
          expect({ ...alone.verdict, counts: alone.counts }).toEqual({ ...one.verdict, counts: one.counts });
          const found = await together(sketch, 0, { batchFrom });
          if (one.verdict.kind === "holds") {
            expect(found.verdict).toEqual(one.verdict);
            expect(found.counts).toEqual(one.counts);
          } else {
            // A level may have several errors.
            const length = (v: Verdict): number => ("trace" in v ? v.trace.states.length : 0);
            expect(length(one.verdict) - length(found.verdict)).toBeOneOf([0, 1]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
