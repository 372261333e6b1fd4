import { describe, expect, it } from "vitest";
import { explore } from "../../src/engine/explore/explore.js";
import type { Verdict } from "../../src/engine/explore/explore-verdict.js";
import { notASet } from "../../src/engine/values/bank-errors.js";
import { parseState } from "../../src/tla/value.js";
import { printCounterexample } from "../../src/tlc/counterexample.js";
import type { Progress } from "../../src/tlc/outcome.js";
import { exploring, modelOf, pathText, placeOfLine, type Sketch } from "./explore-models.js";

const counter = (n: number): Sketch => ({
  variables: ["x"],
  initial: [[0]],
  actions: { Step: ([x = 0]) => [[(x + 1) % n]] },
});

/** The same systems as TLA+ were given to TLC: the counts are what it printed. */
const walk: Sketch = {
  variables: ["x"],
  initial: [[0], [1], [2]],
  actions: {
    Up: ([x = 0]) => [[(x + 1) % 8]],
    Stay: ([x = 0]) => [[x]],
    Jump: ([x = 0]) => (x < 6 ? [[x + 3]] : []),
  },
};

const trace = (verdict: Verdict): string => ("trace" in verdict ? pathText(verdict.trace) : verdict.kind);

describe("counts", () => {
  it("of a counter", async () => {
    const { verdict, counts, initial } = await exploring(counter(10));
    expect(verdict).toEqual({ kind: "holds" });
    expect(counts).toEqual({ distinct: 10, generated: 11, queue: 0, depth: 10 });
    expect(initial).toBe(1);
  });

  it("of two processes, each interleaving once", async () => {
    const { counts } = await exploring({
      variables: ["pc1", "pc2"],
      initial: [[0, 0]],
      actions: {
        First: ([a = 0, b = 0]) => (a < 3 ? [[a + 1, b]] : []),
        Second: ([a = 0, b = 0]) => (b < 3 ? [[a, b + 1]] : []),
      },
      checkDeadlock: false,
    });
    expect(counts).toEqual({ distinct: 16, generated: 25, queue: 0, depth: 7 });
  });

  it("states outside a constraint are generated, not distinct, and no deadlock", async () => {
    const Stay = walk.actions.Stay!;
    const Up: typeof Stay = ([x = 0]) => [[(x + 1) % 8]];
    const sketch: Sketch = { ...walk, actions: { Up, Stay, Again: Stay } };
    const inside = await exploring({ ...sketch, constraint: ([x = 0]) => x < 5 });
    expect(inside.counts).toEqual({ distinct: 5, generated: 18, queue: 0, depth: 3 });
    const steps = await exploring({ ...sketch, actionConstraint: (_, [x = 0]) => x !== 3 });
    expect(steps.counts).toEqual({ distinct: 3, generated: 12, queue: 0, depth: 1 });
    const up: Sketch = { ...walk, actions: { Up: ([x = 0]) => [[x + 1]] } };
    const none = await exploring({ ...up, constraint: ([x = 0]) => x > 5 });
    expect(none.verdict.kind).toBe("holds");
    expect(none.counts).toEqual({ distinct: 0, generated: 3, queue: 0, depth: 1 });
    const edge = await exploring({ ...up, constraint: ([x = 0]) => x < 3 });
    expect(edge.verdict.kind).toBe("holds");
  });

  it("no initial state", async () => {
    const { verdict, counts } = await exploring({ ...walk, initial: [] });
    expect(verdict.kind).toBe("holds");
    expect(counts).toEqual({ distinct: 0, generated: 0, queue: 0, depth: 1 });
  });
});

describe("violations", () => {
  it("an invariant, with the shortest way there", async () => {
    const { verdict, counts } = await exploring({ ...walk, invariants: { Bad3: ([x]) => x !== 3 } });
    expect(verdict).toMatchObject({ kind: "violated", what: "invariant", name: "Bad3" });
    expect(trace(verdict)).toBe("x=0 -Jump-> x=3");
    expect(counts).toEqual({ distinct: 4, generated: 6, queue: 2, depth: 2 });
  });

  it("an invariant in an initial state", async () => {
    const { verdict } = await exploring({ ...walk, invariants: { Bad1: ([x]) => x !== 1 } });
    expect(trace(verdict)).toBe("x=1");
  });

  it("an invariant in a state outside the constraints", async () => {
    const { verdict, counts } = await exploring({
      ...walk,
      invariants: { Bad4: ([x]) => x !== 4 },
      actionConstraint: (_, [x]) => x !== 4,
    });
    expect(trace(verdict)).toBe("x=1 -Jump-> x=4");
    expect(counts).toEqual({ distinct: 4, generated: 9, queue: 2, depth: 2 });
    const initial = await exploring({
      ...walk,
      invariants: { Bad1: ([x]) => x !== 1 },
      constraint: () => false,
    });
    expect(trace(initial.verdict)).toBe("x=1");
  });

  it("a deadlock, unless that is not asked", async () => {
    const sketch: Sketch = { ...walk, actions: { Up: ([x = 0]) => (x < 4 ? [[x + 1]] : []) } };
    const { verdict, counts } = await exploring(sketch);
    expect(verdict.kind).toBe("deadlock");
    expect(trace(verdict)).toBe("x=2 -Up-> x=3 -Up-> x=4");
    expect(counts).toEqual({ distinct: 5, generated: 7, queue: 0, depth: 3 });
    expect((await exploring({ ...sketch, checkDeadlock: false })).verdict.kind).toBe("holds");
  });

  it("assumptions, all that are false, before any state", async () => {
    const assumptions = [() => true, () => false, () => false];
    const { verdict, counts } = await exploring({ ...walk, assumptions });
    expect(verdict).toEqual({
      kind: "violated",
      what: "assumption",
      places: [placeOfLine(51), placeOfLine(52)],
    });
    expect(counts.generated).toBe(0);
  });
});

describe("a counterexample", () => {
  const sketch: Sketch = {
    variables: ["x", "y"],
    initial: [[0, 7]],
    actions: { Step: ([x = 0, y = 0]) => [[x + 1, y]] },
    invariants: { Small: ([x = 0]) => x < 2 },
  };

  it("has values, and the action's place as TLC gives it", async () => {
    const { verdict } = await exploring(sketch);
    const last = "trace" in verdict ? verdict.trace.states[2] : undefined;
    expect(last?.text).toBe("/\\ x = 2\n/\\ y = 7");
    expect([...(last?.values ?? [])]).toEqual([
      ["x", { kind: "int", value: 2 }],
      ["y", { kind: "int", value: 7 }],
    ]);
    const location = { module: "Sketch", line: 1, column: 3, endLine: 1, endColumn: 9 };
    expect(last).toMatchObject({ number: 3, action: "Step", location });
  });

  it("goes through the printer of TLC's", async () => {
    const { verdict } = await exploring(sketch);
    const lines = "trace" in verdict ? printCounterexample(verdict.trace, parseState) : [];
    expect(lines).toContain("3  Step  (Sketch:1:3)");
    expect(lines).toContain("     x = 2  (was 1)");
  });
});

describe("faults", () => {
  const fault = (): never => {
    throw notASet("4", [9]);
  };
  const faulty = (at: number, state: readonly number[]): boolean => state[0] !== at || fault();

  it("of an invariant: the trace ends in the state", async () => {
    const { verdict, counts } = await exploring({ ...walk, invariants: { I: (s) => faulty(4, s) } });
    expect(verdict).toMatchObject({
      kind: "evaluation-error",
      fault: "not-a-set",
      values: [{ kind: "int", value: 4 }],
      during: { kind: "invariant", name: "I" },
    });
    expect(trace(verdict)).toBe("x=1 -Jump-> x=4");
    expect(counts).toEqual({ distinct: 5, generated: 9, queue: 2, depth: 2 });
  });

  it("of a constraint", async () => {
    const { verdict, counts } = await exploring({ ...walk, constraint: (s) => faulty(4, s) });
    expect(verdict).toMatchObject({ during: { kind: "constraint", name: "C" } });
    expect(trace(verdict)).toBe("x=1 -Jump-> x=4");
    expect(counts).toMatchObject({ distinct: 4, generated: 9, queue: 2 });
    const step = await exploring({ ...walk, actionConstraint: (_, s) => faulty(4, s) });
    expect(step.verdict).toMatchObject({ during: { kind: "action-constraint", name: "A" } });
    expect(trace(step.verdict)).toBe("x=1 -Jump-> x=4");
  });

  it("of an action: the trace ends where it is taken, also after it gave successors", async () => {
    const half = function* ([x = 0]: readonly number[]): Generator<number[]> {
      if (x < 4) yield [x + 1];
      if (x === 3) fault();
    };
    const { verdict } = await exploring({ ...walk, actions: { Half: half } });
    expect(verdict).toMatchObject({ during: { kind: "action", name: "Half", place: placeOfLine(1) } });
    expect(trace(verdict)).toBe("x=2 -Half-> x=3");
  });

  it("leaves the bank usable: what was being built is dropped", async () => {
    const model = modelOf(walk);
    const half = (): boolean => {
      model.bank.push(1);
      return fault();
    };
    const invariants = [{ name: "Half", place: placeOfLine(1), holds: half }];
    const options = { now: () => 0, pause: () => Promise.resolve() };
    const { verdict } = await explore({ ...model, invariants }, options);
    expect(verdict.kind).toBe("evaluation-error");
    expect(model.bank.mark()).toBe(0);
  });

  it("of assumptions and the initial predicate: no trace", async () => {
    const assumption = await exploring({ ...walk, assumptions: [fault] });
    expect(assumption.verdict).toMatchObject({ during: { kind: "assumption" }, trace: { states: [] } });
    const initial = { [Symbol.iterator]: fault };
    const { verdict } = await exploring({ ...walk, initial });
    expect(verdict).toMatchObject({ during: { kind: "initial" }, trace: { states: [] } });
  });

  it("endless recursion is one", async () => {
    const endless = (n: number): number => 1 + endless(n + 1);
    const { verdict } = await exploring({ ...walk, invariants: { Deep: ([x = 0]) => endless(x) > 0 } });
    expect(verdict).toMatchObject({ kind: "evaluation-error", fault: "too-deep" });
    expect(trace(verdict)).toBe("x=0");
  });

  it("a bug of ours is not", async () => {
    const invariants = {
      Bug: (): boolean => {
        throw new TypeError("ours");
      },
    };
    await expect(exploring({ ...walk, invariants })).rejects.toThrow("ours");
  });
});

describe("bounds", () => {
  it("states: exactly that many hold, one more does not", async () => {
    expect((await exploring(counter(10), { limits: { states: 10 } })).verdict.kind).toBe("holds");
    const { verdict, counts } = await exploring(counter(10), { limits: { states: 9 } });
    expect(verdict).toEqual({ kind: "limit", limit: "states" });
    expect(counts).toEqual({ distinct: 10, generated: 10, queue: 1, depth: 10 });
  });

  it("seconds, also where one action never ends", async () => {
    let seconds = 0;
    const now = () => (seconds += 0.01);
    const long = await exploring(counter(1e6), { now, limits: { seconds: 1 } });
    expect(long.verdict).toEqual({ kind: "limit", limit: "seconds" });
    expect(long.counts.distinct).toBeLessThan(1000);
    const forever = function* (): Generator<number[]> {
      for (let x = 0; ; x++) yield [x];
    };
    const actions = { Forever: forever };
    const { verdict } = await exploring({ ...walk, actions }, { now, limits: { seconds: 1 } });
    expect(verdict).toEqual({ kind: "limit", limit: "seconds" });
  });

  it("memory", async () => {
    const memory = (): number => 2000;
    const { verdict } = await exploring(counter(1e4), { memory, limits: { bytes: 1000 } });
    expect(verdict).toEqual({ kind: "limit", limit: "memory" });
    const own = await exploring(counter(1e6), { limits: { bytes: 1e6 } });
    expect(own.verdict).toEqual({ kind: "limit", limit: "memory" });
  });

  it("exhausted memory is that limit too", async () => {
    const invariants = { Huge: (): boolean => new Int32Array(2 ** 52).length > 0 };
    const { verdict } = await exploring({ ...walk, invariants });
    expect(verdict).toEqual({ kind: "limit", limit: "memory" });
  });

  it("a signal cancels, before and in the middle", async () => {
    const controller = new AbortController();
    let seconds = 0;
    let pauses = 0;
    const now = () => (seconds += 0.02);
    const pause = async (): Promise<void> => {
      pauses += 1;
      if (pauses === 3) controller.abort();
    };
    const middle = await exploring(counter(1e6), { now, pause, signal: controller.signal });
    expect(middle.verdict).toEqual({ kind: "cancelled" });
    const { distinct, generated, queue } = middle.counts;
    expect({ generated, queue }).toEqual({ generated: distinct, queue: 1 });
    const before = await exploring(counter(10), { signal: controller.signal });
    expect(before.verdict).toEqual({ kind: "cancelled" });
    expect(before.counts.generated).toBe(0);
  });
});

it("reports progress once a second", async () => {
  let seconds = 0;
  const reports: Progress[] = [];
  await exploring(counter(2000), {
    now: () => (seconds += 0.01),
    onProgress: (progress) => reports.push(progress),
  });
  expect(reports.length).toBeGreaterThan(3);
  for (const [i, { distinct, generated, queue, depth, rate, seconds }] of reports.entries()) {
    expect({ generated, queue, depth }).toEqual({ generated: distinct, queue: 1, depth: distinct });
    expect(rate).toBeGreaterThan(0);
    expect(seconds - (reports[i - 1]?.seconds ?? 0)).toBeGreaterThan(0.99);
  }
});
