/** Searches that several threads left, and what is made of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint } from "../../../src/engine/explore/checkpoint.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { GAP, inOrder } from "../../../src/engine/explore/explore-order.js";
import type { Snapshot } from "../../../src/engine/explore/explore-snapshot.js";
import { CHUNK } from "../../../src/engine/explore/states-rows.js";
import { newSearchMemory } from "../../../src/engine/parallel/memory.js";
import { exploreTogether, type TeamOptions, type Thread } from "../../../src/engine/parallel/team.js";
import { newBankMemory, SharedBank } from "../../../src/engine/values/bank-shared.js";
import { modelOf, type Sketch } from "../explore-models.js";

/** States whose rows are their numbers: level 2 stands from `from` to before `end`, and is expanded up to `current`. */
interface Left {
  readonly from: number;
  readonly current: number;
  readonly end: number;
  readonly count: number;
  readonly pending: readonly (readonly [number, number])[];
  readonly gaps: ReadonlySet<number>;
  readonly parents: readonly number[];
}

const left: fc.Arbitrary<Left> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 14 }), fc.nat(4), fc.nat(12))
  .chain(([from, expanded, rest, below]) => {
    const current = from + expanded;
    const end = current + rest;
    const count = end + below;
    const range = fc.tuple(fc.integer({ min: from, max: current - 1 }), fc.integer({ min: 1, max: 4 }));
    const parent = fc.nat(1e6);
    return fc
      .tuple(
        fc.array(range, { maxLength: 3 }),
        fc.array(fc.nat(count - 1), { maxLength: 4 }),
        fc.array(parent, { minLength: count, maxLength: count }),
      )
      .map(([ranges, gaps, ways]) => {
        const taken = new Set<number>();
        const pending: [number, number][] = [];
        for (const [a, length] of ranges) {
          const b = Math.min(current, a + length);
          const all = Array.from({ length: b - a }, (_, i) => a + i);
          if (all.some((i) => taken.has(i))) continue;
          for (const i of all) taken.add(i);
          pending.push([a, b]);
        }
        const isGap = new Set(gaps.filter((i) => i > 0));
        const level = (low: number, high: number): number[] =>
          Array.from({ length: high - low }, (_, i) => low + i).filter((i) => !isGap.has(i));
        const one = level(0, from);
        const two = level(from, current);
        const parents = ways.map((way, i) => {
          if (isGap.has(i)) return GAP;
          const all = i < from ? [] : i < end ? one : two;
          return all[way % all.length] ?? -1;
        });
        return { from, current, end, count, pending, gaps: isGap, parents };
      });
  });

function snapshotOf({ current, end, count, pending, parents }: Left): Snapshot {
  const rows = new Int32Array(CHUNK);
  for (let i = 0; i < count; i++) rows[i] = i;
  const ways = new Int32Array(CHUNK);
  ways.set(parents);
  const none = new Int32Array(0);
  return {
    position: { generated: 0, initial: 1, depth: 3, current, level: 2, levelEnd: end, seconds: 0 },
    pending,
    states: {
      count,
      keys: { packing: { bits: Int32Array.of(32), known: Int32Array.of(0), values: none }, chunks: [rows] },
      rows: undefined,
      parents: [ways],
      steps: [new Uint16Array(CHUNK)],
    },
    bank: { words: none, names: [] },
    universes: [],
    registers: [],
  };
}

it("a search that was left in disorder is put in order", () => {
  fc.assert(
    fc.property(left, (before) => {
      const { position, states } = inOrder(snapshotOf(before));
      const rows = states.keys.chunks[0] ?? new Int32Array(0);
      const ways = states.parents[0] ?? new Int32Array(0);
      const begun = new Set(before.pending.map(([from]) => from));
      const open = new Set(
        before.pending.flatMap(([a, b]) => Array.from({ length: b - a }, (_, i) => a + i)),
      );
      const stays = before.parents.flatMap((parent, i) =>
        before.gaps.has(i) || (i >= before.end && begun.has(parent)) ? [] : [i],
      );
      const kept = Array.from(rows.subarray(0, states.count));
      expect(kept.toSorted((a, b) => a - b)).toEqual(stays);
      // Whatever became of the numbers, each has the parent that it had.
      for (const [i, state] of kept.entries()) {
        const parent = ways[i]!;
        expect(parent < 0 ? parent : kept[parent]).toBe(before.parents[state]);
      }
      const expanded = stays.filter((i) => i < before.current && !open.has(i));
      expect(kept.slice(0, position.current).toSorted((a, b) => a - b)).toEqual(expanded);
      expect(position.levelEnd).toBe(stays.filter((i) => i < before.end).length);
    }),
    { numRuns: 500 },
  );
});

const still = { now: () => 0, pause: () => Promise.resolve() };
const silent: Thread = {
  end: undefined,
  within: () => Promise.resolve(),
  terminate: () => Promise.resolve(),
};

function together(sketch: Sketch, options: Partial<TeamOptions>) {
  const model = modelOf(sketch);
  const search = newSearchMemory({ width: model.width, keyWidth: 0, actions: model.actions.length }, 5e5, 2);
  const bank = new SharedBank(newBankMemory(1 << 14));
  const start = (): Thread => silent;
  return exploreTogether(model, bank, { ...still, threads: 2, search, start, aloneSeconds: 1, ...options });
}

/** A walk through pairs of numbers that comes back to old ones. */
const grid: Sketch = {
  variables: ["x", "y"],
  initial: [
    [0, 0],
    [3, 1],
    [3, 2],
  ],
  actions: {
    Right: ([x = 0, y = 0]) => [[(x + 1) % 41, y]],
    Up: ([x = 0, y = 0]) => [
      [x, (y + 2) % 37],
      [x, (y * 3 + x) % 37],
    ],
  },
  checkDeadlock: false,
};

async function decoded(pieces: readonly Uint8Array[]): Promise<Snapshot> {
  const bytes = Buffer.concat(pieces);
  let at = 0;
  const restored = await decodeCheckpoint(async (into) => {
    into.set(bytes.subarray(at, at + into.length));
    at += into.length;
    return at <= bytes.length;
  }, "m");
  if (restored.kind !== "restored") throw new Error(restored.kind);
  return restored.snapshot;
}

describe("a search by threads", () => {
  it.each([1, 2, 3, 4, 100, 101, 777, 1200])("is taken up after %i states", async (states) => {
    let pieces: readonly Uint8Array[] = [];
    const save = async (snapshot: Snapshot): Promise<boolean> => {
      pieces = encodeCheckpoint(snapshot, "m").map((piece) => piece.slice());
      return true;
    };
    const whole = await explore(modelOf(grid), still);
    const checkpoints = { seconds: Infinity, save };
    const first = await together(grid, { limits: { states }, checkpoints });
    expect([first.verdict.kind, first.isSaved]).toEqual(["limit", true]);
    const alone = await explore(modelOf(grid), { ...still, from: await decoded(pieces) });
    const again = await together(grid, { from: await decoded(pieces) });
    for (const found of [alone, again]) {
      expect(found.verdict).toEqual({ kind: "holds" });
      expect([found.counts, found.initial]).toEqual([whole.counts, whole.initial]);
    }
  });

  it("takes up what one thread left", async () => {
    let pieces: readonly Uint8Array[] = [];
    const save = async (snapshot: Snapshot): Promise<boolean> => {
      pieces = encodeCheckpoint(snapshot, "m").map((piece) => piece.slice());
      return true;
    };
    const checkpoints = { seconds: Infinity, save };
    const whole = await explore(modelOf(grid), still);
    await explore(modelOf(grid), { ...still, limits: { states: 700 }, checkpoints });
    const { counts, verdict } = await together(grid, { from: await decoded(pieces) });
    expect([verdict.kind, counts]).toEqual(["holds", whole.counts]);
  });
});
