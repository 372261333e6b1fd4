import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint, type Restored } from "../../src/engine/explore/checkpoint.js";
import {
  type Exploration,
  type ExploreOptions,
  type ExploreProgress,
  explore,
} from "../../src/engine/explore/explore.js";
import type { Snapshot } from "../../src/engine/explore/explore-snapshot.js";
import { NO_PARENT } from "../../src/engine/explore/states.js";
import type { CompiledModel } from "../../src/engine/model.js";
import { exploring, modelOf, type Sketch, type State } from "./explore-models.js";

/** A walk of some length through states of three numbers, by a function that goes back to old ones too. */
function wander(seed: number, size: number): Sketch {
  const step = (k: number, [a = 0, b = 0, c = 0]: State): State[] => {
    const n = Math.imul(a * 31 + b * 7 + c + k, (seed * 2 + 1) ^ 0x9e3779b1) >>> 8;
    return n % 5 === 0 ? [] : [[(a + 1 + (n % 3)) % size, (b + k) % 3, n % 4 === 0 ? c : (c + k) % size]];
  };
  return {
    variables: ["a", "b", "c"],
    initial: [
      [0, 0, 0],
      [1, 0, 1],
    ],
    actions: { One: (s) => step(1, s), Two: (s) => step(2, s), Both: (s) => [...step(3, s), ...step(4, s)] },
    checkDeadlock: false,
  };
}

const still = { now: () => 0, pause: () => Promise.resolve() };

function bytesOf(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

function decode(bytes: Uint8Array, model = "m"): Promise<Restored> {
  let at = 0;
  return decodeCheckpoint(async (into) => {
    if (at + into.length > bytes.length) return false;
    into.set(bytes.subarray(at, at + into.length));
    at += into.length;
    return true;
  }, model);
}

/** Runs until the clock has been read so often, and gives what was saved then. */
async function stopped(sketch: Sketch, looks: number): Promise<Uint8Array | undefined> {
  let seconds = 0;
  let saved: Uint8Array | undefined;
  const save = async (snapshot: Snapshot): Promise<boolean> => {
    saved = bytesOf(encodeCheckpoint(snapshot, "m"));
    return true;
  };
  const now = (): number => (seconds += 0.03);
  const limits = { seconds: looks * 0.03 };
  const { verdict, isSaved } = await explore(modelOf(sketch), {
    ...still,
    now,
    limits,
    checkpoints: { seconds: Infinity, save },
  });
  expect(isSaved).toBe(saved !== undefined && verdict.kind === "limit");
  return saved;
}

async function resumed(sketch: Sketch, bytes: Uint8Array): Promise<Exploration> {
  const restored = await decode(bytes);
  if (restored.kind !== "restored") throw new Error(restored.kind);
  return explore(modelOf(sketch), { ...still, from: restored.snapshot });
}

const everything = ({ verdict, counts, initial, states }: Exploration): unknown => ({
  verdict,
  counts,
  initial,
  rows: Array.from({ length: states.size }, (_, i) => [...states.row(i)].join()),
  ways: Array.from({ length: states.size }, (_, i) => [states.parentOf(i), states.actionOf(i)]),
});

describe("a checkpoint", () => {
  it("is taken up where it was, wherever the search was stopped", async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 4, max: 40 }),
        fc.nat(60),
        async (seed, size, looks) => {
          const sketch = wander(seed, size);
          const whole = await exploring(sketch);
          const saved = await stopped(sketch, looks + 5);
          if (saved === undefined) return;
          taken += 1;
          expect(everything(await resumed(sketch, saved))).toEqual(everything(whole));
        },
      ),
      { numRuns: 60 },
    );
    expect(taken).toBeGreaterThan(10);
  });

  it("is taken now and then, between expansions", async () => {
    const sketch = wander(77, 40);
    let seconds = 0;
    const all: Uint8Array[] = [];
    const whole = await exploring(sketch, {
      now: () => (seconds += 0.02),
      checkpoints: {
        seconds: 0.5,
        save: async (snapshot) => {
          all.push(bytesOf(encodeCheckpoint(snapshot, "m")));
          return true;
        },
      },
    });
    expect(all.length).toBeGreaterThan(2);
    for (const bytes of [all[0]!, all.at(-1)!]) {
      expect(everything(await resumed(sketch, bytes))).toEqual(everything(whole));
    }
  });

  it("keeps the registers of TLCSet and does not evaluate assumptions again", async () => {
    const sketch = wander(5, 20);
    const saved = (await stopped(sketch, 30))!;
    const refuses = { ...sketch, assumptions: [() => false] };
    expect((await resumed(refuses, saved)).verdict.kind).toBe("holds");
  });

  it("is taken among initial states, too", async () => {
    const sketch: Sketch = {
      ...wander(11, 10),
      initial: Array.from({ length: 300 }, (_, i) => [i % 13, Math.floor(i / 20), i % 3]),
      constraint: ([a]) => a !== 5,
    };
    const run = async (options: Partial<ExploreOptions>): Promise<unknown> => {
      const told: string[] = [];
      const found = await exploring(sketch, {
        ...options,
        onStep: (...step) => told.push(step.join()),
      });
      return [everything(found), told];
    };
    const whole = await run({});
    const among: number[] = [];
    for (let looks = 4; looks < 40; looks += 3) {
      const saved = await stopped(sketch, looks);
      if (saved === undefined) continue;
      const restored = await decode(saved);
      if (restored.kind !== "restored") throw new Error(restored.kind);
      const { position } = restored.snapshot;
      if (position.current === NO_PARENT) among.push(position.initial);
      expect(await run({ from: restored.snapshot })).toEqual(whole);
    }
    expect(new Set(among).size).toBeGreaterThan(3);
  });

  it("tells of all steps again", async () => {
    const sketch: Sketch = {
      ...wander(9, 12),
      constraint: ([a]) => a !== 5,
      actionConstraint: ([a], [b]) => a !== b,
    };
    const steps = async (options: Partial<ExploreOptions>): Promise<string[]> => {
      const told: string[] = [];
      const onStep = (...step: readonly unknown[]): unknown => told.push(step.join());
      await explore(modelOf(sketch), { ...still, ...options, onStep });
      return told;
    };
    const restored = await decode((await stopped(sketch, 40))!);
    if (restored.kind !== "restored") throw new Error(restored.kind);
    expect(restored.snapshot.position.current).toBeGreaterThan(3);
    expect(await steps({ from: restored.snapshot })).toEqual(await steps({}));
  });

  it("that cannot be written does not end the run, and is none", async () => {
    let seconds = 0;
    const now = (): number => (seconds += 0.02);
    const checkpoints = { seconds: 0.1, save: async () => false };
    const { verdict, isSaved } = await exploring(wander(3, 40), {
      now,
      checkpoints,
      limits: { states: 500 },
    });
    expect([verdict.kind, isSaved]).toEqual(["limit", false]);
  });

  it("that is damaged, cut off, or of another model is refused", async () => {
    const saved = (await stopped(wander(5, 20), 30))!;
    expect((await decode(saved)).kind).toBe("restored");
    expect((await decode(saved, "another")).kind).toBe("other-model");
    expect((await decode(new Uint8Array(3))).kind).toBe("no-checkpoint");
    expect((await decode(new Uint8Array(300))).kind).toBe("no-checkpoint");
    for (const length of [60, 200, saved.length - 1]) {
      expect((await decode(saved.subarray(0, length))).kind).toBe("damaged");
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(saved.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const wrong = saved.slice();
        wrong[at] = wrong[at]! ^ by;
        expect((await decode(wrong)).kind).not.toBe("restored");
      }),
    );
  });

  it("is not taken up by a model with other values", async () => {
    const restored = await decode((await stopped(wander(5, 20), 30))!);
    if (restored.kind !== "restored") throw new Error(restored.kind);
    const model = modelOf(wander(5, 20));
    model.bank.string("something else");
    await expect(explore(model, { ...still, from: restored.snapshot })).rejects.toThrow("another model");
  });
});

it("what bits stand for is kept with a search, as it was where that stands", async () => {
  const asked: number[] = [];
  const taken: (readonly Int32Array[])[] = [];
  const withUniverses = (): CompiledModel => ({
    ...modelOf(wander(5, 20)),
    patterns: [true, false, false],
    universes: {
      saved: (words) => [Int32Array.of(asked.push(words), 7), new Int32Array(0)],
      restore: (lists) => taken.push(lists),
    },
  });
  const saved: Uint8Array[] = [];
  const save = async (snapshot: Snapshot): Promise<boolean> => {
    expect(asked).toEqual([snapshot.bank.words.length]);
    return saved.push(bytesOf(encodeCheckpoint(snapshot, "m"))) > 0;
  };
  const checkpoints = { seconds: Infinity, save };
  await explore(withUniverses(), { ...still, checkpoints, limits: { states: 40 } });
  const restored = await decode(saved[0]!);
  if (restored.kind !== "restored") throw new Error(restored.kind);
  const { counts } = await explore(withUniverses(), { ...still, from: restored.snapshot });
  expect(taken).toEqual([[Int32Array.of(1, 7), new Int32Array(0)]]);
  expect(counts).toEqual((await exploring(wander(5, 20))).counts);
});

describe("interruption", () => {
  it("in the middle of an action that never ends", async () => {
    const saved: Snapshot[] = [];
    const forever: Sketch = {
      ...wander(3, 9),
      actions: {
        Forever: function* ([a = 0]: State) {
          yield [a + 1, 0, 0];
          if (a === 3) throw new Error("interrupted");
        },
      },
    };
    const options: Partial<ExploreOptions> = {
      guard: (work) => {
        try {
          work();
          return true;
        } catch {
          return false;
        }
      },
      checkpoints: { seconds: Infinity, save: async (s) => saved.push(s) > 0 },
    };
    const { verdict, isSaved, counts } = await exploring(forever, options);
    expect(verdict.kind).toBe("cancelled");
    expect(isSaved).toBe(true);
    expect(counts.distinct).toBeGreaterThan(saved[0]!.states.count - 1);
    expect(saved[0]!.position).toMatchObject({ level: 3 });
  });
});

describe("a report", () => {
  it("tells of memory, and of the end while the queue falls", async () => {
    let seconds = 0;
    const reports: ExploreProgress[] = [];
    const lattice: Sketch = {
      variables: ["x", "y"],
      initial: [[0, 0]],
      actions: {
        X: ([x = 0, y = 0]) => (x < 60 ? [[x + 1, y]] : []),
        Y: ([x = 0, y = 0]) => (y < 60 ? [[x, y + 1]] : []),
      },
      checkDeadlock: false,
    };
    await exploring(lattice, {
      now: () => (seconds += 0.02),
      progressSeconds: 10,
      onProgress: (p) => reports.push(p),
    });
    const first = reports[0]!;
    expect(first.bytes).toBeGreaterThan(1000);
    expect(first.remainingSeconds).toBeUndefined();
    const estimates = reports.filter((p) => p.remainingSeconds !== undefined);
    expect(estimates.length).toBeGreaterThan(2);
    for (const { remainingSeconds = 0, seconds: at } of estimates) {
      expect(remainingSeconds).toBeGreaterThan(0);
      expect(at + remainingSeconds).toBeLessThan(seconds * 4);
    }
  });

  it("comes also out of one long action, and ends when there is no room", async () => {
    let seconds = 0;
    const reports: ExploreProgress[] = [];
    const forever = function* (): Generator<number[]> {
      for (let x = 0; ; x++) yield [x];
    };
    const { verdict } = await exploring(
      { variables: ["x"], initial: [[0]], actions: { Forever: forever } },
      {
        now: () => (seconds += 0.02),
        onProgress: (p) => reports.push(p),
        hasRoom: () => reports.length < 3,
      },
    );
    expect(verdict).toEqual({ kind: "limit", limit: "memory" });
    expect(reports.length).toBe(3);
  });
});

describe("an identity", () => {
  it("makes states one, of which the first is kept and told apart again after a checkpoint", async () => {
    const model = modelOf(wander(9, 30));
    const identity = {
      width: 2,
      of: (row: Int32Array, out: Int32Array) => {
        out[0] = row[0]!;
        out[1] = row[2]!;
      },
    };
    const saved: Snapshot[] = [];
    const options = {
      ...still,
      checkpoints: { seconds: Infinity, save: async (s: Snapshot) => saved.push(s) > 0 },
    };
    const whole = await explore({ ...model, identity }, still);
    const views = new Set(
      Array.from({ length: whole.states.size }, (_, i) => [...whole.states.row(i)].toSpliced(1, 1).join()),
    );
    expect(views.size).toBe(whole.counts.distinct);
    await explore({ ...modelOf(wander(9, 30)), identity }, { ...options, limits: { states: 40 } });
    const restored = await decode(bytesOf(encodeCheckpoint(saved[0]!, "m")));
    if (restored.kind !== "restored") throw new Error(restored.kind);
    const again = await explore(
      { ...modelOf(wander(9, 30)), identity },
      { ...still, from: restored.snapshot },
    );
    expect(everything(again)).toEqual(everything(whole));
  });
});

describe("what a predicate reads", () => {
  it("spares evaluations, and changes no answer", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), fc.nat(12), async (seed, bad) => {
        const sketch: Sketch = {
          ...wander(seed, 12),
          invariants: { Good: ([a]) => a !== bad },
          constraint: ([, , c = 0]) => c !== 4,
        };
        const plain = modelOf(sketch);
        const model = {
          ...plain,
          invariants: plain.invariants.map((p) => ({ ...p, reads: Int32Array.of(0) })),
          constraints: plain.constraints.map((p) => ({ ...p, reads: Int32Array.of(2) })),
        };
        expect(everything(await explore(model, still))).toEqual(everything(await explore(plain, still)));
      }),
      { numRuns: 50 },
    );
  });
});
