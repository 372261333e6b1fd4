import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ABSENT, NO_PARENT, StateSet } from "../../src/engine/explore/states.js";
import { codecOf, madeCodec } from "../../src/engine/explore/states-codec.js";
import { Packing } from "../../src/engine/explore/states-packing.js";

const row = (...cells: number[]): Int32Array => Int32Array.from(cells);

describe("a set of states", () => {
  it("keeps each state once, with the first way to it", () => {
    const states = new StateSet(2, 3);
    expect(states.add(row(1, 2), NO_PARENT, 0)).toBe(true);
    expect(states.add(row(2, 1), 0, 2)).toBe(true);
    expect(states.last).toBe(1);
    expect(states.add(row(1, 2), 1, 1)).toBe(false);
    expect(states.last).toBe(0);
    expect(states.size).toBe(2);
    expect([states.parentOf(0), states.parentOf(1)]).toEqual([NO_PARENT, 0]);
    expect(states.actionOf(1)).toBe(2);
    expect(states.pathTo(1)).toEqual([0, 1]);
    expect(states.pathTo(NO_PARENT)).toEqual([]);
  });

  it("copies the row: it may be used again", () => {
    const states = new StateSet(1, 1);
    const shared = row(7);
    states.add(shared, NO_PARENT, 0);
    shared[0] = 8;
    expect([...states.row(0)]).toEqual([7]);
    expect(states.find(row(7))).toBe(0);
    expect(states.find(shared)).toBe(-1);
  });

  it("takes rows of no variables and the widest cells", () => {
    const none = new StateSet(0, 1);
    expect([none.add(row(), NO_PARENT, 0), none.add(row(), NO_PARENT, 0)]).toEqual([true, false]);
    const wide = new StateSet(1, 1);
    const cells = [0, -1, 1, 2 ** 31 - 1, -(2 ** 31)];
    for (const cell of cells) expect(wide.add(row(cell), NO_PARENT, 0)).toBe(true);
    expect(cells.map((cell) => wide.find(row(cell)))).toEqual([0, 1, 2, 3, 4]);
  });

  it("names more actions than fit into 16 bits", () => {
    const states = new StateSet(1, 100_000);
    states.add(row(1), NO_PARENT, 0);
    states.add(row(2), 0, 99_999);
    expect(states.actionOf(1)).toBe(99_999);
  });

  it("finds all again after growing, within its room", () => {
    const states = new StateSet(3, 9);
    const count = 200_000;
    for (let i = 0; i < count; i++) states.add(row(i % 100, (i / 100) | 0, -i), i - 1, i % 9);
    const lost: number[] = [];
    for (let i = 0; i < count; i++) {
      const at = states.find(row(i % 100, (i / 100) | 0, -i));
      if (at !== i || states.parentOf(i) !== i - 1 || states.actionOf(i) !== i % 9) lost.push(i);
    }
    expect(lost).toEqual([]);
    expect(states.find(row(0, 0, 1))).toBe(-1);
    expect(states.bytes / count).toBeLessThan(4 * 3 + 18);
  });

  it("finds all again when values come late, and fields get wider with many rows", () => {
    const states = new StateSet(4, 1, undefined, [false, false, true, true]);
    const cells = (i: number): Int32Array =>
      row(
        i < 9000 ? 5 : i % 70_000,
        i >> 12,
        i < 5000 ? 3 : (i >> 3) << (i >> 13),
        i % 3 === 0 ? 1 << (i >> 12) : i & 7,
      );
    const all = new Map<string, number>();
    for (let i = 0; i < 150_000; i++) {
      const key = cells(i).join();
      const known = all.get(key);
      if (known === undefined) all.set(key, all.size);
      if (states.add(cells(i), NO_PARENT, 0) !== (known === undefined)) throw new Error(`${i}`);
    }
    for (const [key, at] of all) if (states.row(at).join() !== key) throw new Error(`${at} is not ${key}`);
    expect(states.size).toBe(all.size);
  });

  it("packs wide rows anew only now and then", () => {
    const width = 400;
    const states = new StateSet(width, 1);
    const cells = row(...Array.from({ length: width }, () => 0));
    for (let i = 0; i < 20_000; i++) {
      // Each cell takes its next value at a time of its own.
      cells[i % width] = 1 + Math.floor(i / width);
      expect(states.add(cells, NO_PARENT, 0)).toBe(true);
    }
    expect(states.size).toBe(20_000);
    expect(states.find(cells)).toBe(states.size - 1);
    expect(states.bytes / states.size).toBeLessThan(2 * width);
  });

  describe("agrees with a map of texts", () => {
    const cell = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer());
    const pattern = fc.tuple(cell, fc.integer({ min: 0, max: 31 })).map(([n, bits]) => n >>> bits);
    const rows = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }).chain((patterns) =>
      fc.record({
        patterns: fc.constant(patterns),
        all: fc.array(fc.tuple(...patterns.map((is) => (is ? pattern : cell))), { maxLength: 300 }),
      }),
    );

    it("one row at a time", () => {
      fc.assert(
        fc.property(rows, ({ patterns, all }) => {
          const states = new StateSet(patterns.length, 1, undefined, patterns);
          const known = new Map<string, number>();
          for (const cells of all) {
            const key = cells.map((n) => n | 0).join();
            expect(states.add(row(...cells), NO_PARENT, 0)).toBe(!known.has(key));
            if (!known.has(key)) known.set(key, known.size);
            expect(states.last).toBe(known.get(key));
          }
          expect(states.size).toBe(known.size);
          for (const [key, at] of known) expect(states.row(at).join()).toBe(key);
        }),
      );
    });

    it("one after another into the same row, by loops and by functions made for the layout", () => {
      fc.assert(
        fc.property(rows, ({ patterns, all }) => {
          const width = patterns.length;
          const packing = new Packing(width, patterns);
          const united = (): number => -1;
          for (const cells of all)
            packing.learn(row(...cells), undefined, { leastBits: 0, isRoomy: false, united });
          const packed = all.map((cells) => {
            const words = new Int32Array(width);
            expect(packing.pack(row(...cells), words)).toBe(true);
            return words;
          });
          for (const codec of [codecOf(packing), madeCodec(packing)]) {
            const [at, before] = [new Int32Array(width), Int32Array.from(packed[0] ?? [])];
            if (packed[0] !== undefined) codec?.unpack(packed[0], 0, at);
            for (const [i, words] of packed.entries()) {
              codec?.unpackFrom(words, 0, at, before);
              if (codec !== undefined) expect([...at]).toEqual([...row(...all[i]!)]);
            }
          }
        }),
      );
    });

    it("as successors of one another, also after it was saved", () => {
      fc.assert(
        fc.property(rows, ({ patterns, all }) => {
          const width = patterns.length;
          let states = new StateSet(width, 1, undefined, patterns);
          const known = new Map<string, number>();
          const base = new Int32Array(width);
          for (const [i, cells] of all.entries()) {
            const key = cells.map((n) => n | 0).join();
            const expected = known.get(key) ?? ABSENT;
            if (i % 50 === 49) {
              const saved = states.saved(states.size);
              states = new StateSet(width, 1, undefined, patterns);
              states.restore(saved);
            }
            if (i > 0) {
              states.begin(i % states.size, base);
              expect(base).toEqual(states.row(i % states.size));
            }
            const next = row(...cells);
            const found = i === 0 ? states.find(next) : states.probe(next);
            expect(found).toBe(expected);
            if (found !== ABSENT) continue;
            states.keep(next, NO_PARENT, 0);
            known.set(key, known.size);
          }
          for (const [key, at] of known) expect(states.row(at).join()).toBe(key);
        }),
      );
    });
  });
});
