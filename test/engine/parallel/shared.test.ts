/** What threads share, used by turns: two banks over one memory, two sets of states over one memory. */
import { describe, expect, it } from "vitest";
import { ABSENT, NO_PARENT } from "../../../src/engine/explore/states.js";
import {
  At,
  newSearchMemory,
  type SearchMemory,
  type StatesShape,
} from "../../../src/engine/parallel/memory.js";
import { type Kinds, SharedStates } from "../../../src/engine/parallel/states-shared.js";
import { newBankMemory, SharedBank } from "../../../src/engine/values/bank-shared.js";
import { show } from "../../../src/engine/values/show.js";

describe("two banks over one memory", () => {
  const two = (): readonly [SharedBank, SharedBank] => {
    const memory = newBankMemory(1 << 20);
    return [new SharedBank(memory), new SharedBank(memory)];
  };

  it("have the same refs for the same values, whoever makes them", () => {
    const [a, b] = two();
    const made: number[] = [];
    // Far enough for several tables.
    for (let i = 0; i < 20_000; i++) {
      const bank = i % 3 === 0 ? a : b;
      made.push(bank.tupleOf([bank.int(i), bank.setOf([bank.int(i), bank.int(i + 1)])]));
    }
    for (let i = 0; i < 20_000; i++) {
      const bank = i % 2 === 0 ? a : b;
      expect(bank.tupleOf([bank.int(i), bank.setOf([bank.int(i + 1), bank.int(i)])])).toBe(made[i]);
    }
    expect(a.entries).toBe(b.entries);
    expect(a.entries).toBe(4 + 40_000);
  });

  it("know each other's names", () => {
    const [a, b] = two();
    const first = a.string("first");
    expect(b.string("first")).toBe(first);
    const second = b.model("zweiter ≠ 2");
    expect(show(a, second)).toBe("zweiter ≠ 2");
    expect(a.token("third")).toBe(2);
    expect(b.token("third")).toBe(2);
    expect(b.nameCount).toBe(3);
  });

  it("say when what is reserved is full", () => {
    const bank = new SharedBank(newBankMemory(1000));
    const fill = (): void => {
      for (let i = 0; i < 1000; i++) bank.tupleOf([bank.int(i)]);
    };
    expect(fill).toThrow(/allocation failed/);
    // The lock is free, and what was there still is.
    expect(bank.tupleOf([bank.int(1)])).toBe(bank.tupleOf([bank.int(1)]));
  });
});

describe("two sets of states over one memory", () => {
  /** Two threads in one: where all are to meet, both are told of it. */
  function pair(shape: StatesShape, kinds: Kinds = {}): readonly [SharedStates, SharedStates, SearchMemory] {
    const memory = newSearchMemory(shape, 2e6, 2);
    const a = new SharedStates(memory, kinds, 0);
    const b = new SharedStates(memory, kinds, 1);
    for (const one of [a, b]) {
      one.meet = () => {
        one.maintain();
        a.sync();
        b.sync();
      };
    }
    return [a, b, memory];
  }

  it("keep each state once, with its first parent", () => {
    const [a, b] = pair({ width: 3, keyWidth: 0, actions: 5 });
    // The values of each cell go beyond its field now and then, also beyond all codes.
    const row = (i: number): Int32Array => Int32Array.of(i & 7, i * 5, i >> 3);
    let wrong = 0;
    for (let i = 0; i < 90_000; i++) {
      const one = i % 3 === 0 ? a : b;
      const isAdded = one.find(row(i)) === ABSENT && one.keep(row(i), i - 1, i % 5) && one.last === i;
      if (!isAdded) wrong += 1;
      if (one.isMeetingWanted) one.meet();
    }
    expect(wrong).toBe(0);
    expect(a.size).toBe(90_000);
    a.sync();
    const seen = new Int32Array(3);
    for (const i of [0, 1, 8191, 8192, 65_535, 65_536, 89_999]) {
      a.read(i, seen);
      expect(seen).toEqual(row(i));
      expect(b.find(row(i))).toBe(i);
    }
    expect([a.parentOf(2_345), a.actionOf(2_345)]).toEqual([2_344, 0]);
    expect(a.parentOf(0)).toBe(NO_PARENT);
    expect(b.pathTo(2)).toEqual([0, 1, 2]);
  });

  it("take a state from the one that comes first", () => {
    const [a, b] = pair({ width: 2, keyWidth: 0, actions: 1 });
    for (let i = 0; i < 64; i++) {
      a.find(Int32Array.of(i, i));
      a.keep(Int32Array.of(i, i), NO_PARENT, 0);
    }
    b.sync();
    const added: boolean[] = [];
    for (let i = 0; i < 64; i++) {
      for (let j = 0; j < 64; j++) {
        if (i === j) continue;
        const row = Int32Array.of(i, j);
        const [first, second] = (i + j) % 2 === 0 ? [a, b] : [b, a];
        // Both miss it.
        const missed = first.find(row) === ABSENT && second.find(row) === ABSENT;
        added.push(missed && first.keep(row, 0, 0), second.keep(row, 1, 0));
        expect(second.last).toBe(first.last);
        if (a.isMeetingWanted) a.meet();
      }
    }
    expect(added).toEqual(Array.from({ length: 64 * 63 * 2 }, (_, i) => i % 2 === 0));
    expect(a.size).toBe(64 * 64);
  });

  it("leave gaps", () => {
    const [a, b, memory] = pair({ width: 1, keyWidth: 0, actions: 1 });
    memory.control[At.block] = 4;
    for (const [set, value] of [
      [a, 1],
      [b, 2],
      [a, 3],
    ] as const) {
      set.find(Int32Array.of(value));
      set.keep(Int32Array.of(value), NO_PARENT, 0);
    }
    a.leave();
    b.leave();
    expect(a.size).toBe(3);
    expect(b.reserved).toBe(8);
    expect(Array.from({ length: 8 }, (_, i) => a.isGap(i))).toEqual([
      ...[false, false, true, true],
      ...[false, true, true, true],
    ]);
    // Nothing is found there when the table is made anew.
    memory.control[At.wanted] = 1;
    a.meet();
    expect([1, 2, 3, 0].map((value) => a.find(Int32Array.of(value)))).toEqual([0, 4, 1, ABSENT]);
  });

  it("find successors by what changed, at once or together", () => {
    const [states, other] = pair({ width: 40, keyWidth: 0, actions: 1 });
    const first = new Int32Array(40).fill(9);
    const second = first.slice();
    second[33] = 4;
    for (const row of [first, second]) {
      states.find(row);
      states.keep(row, NO_PARENT, 0);
    }
    const base = new Int32Array(40);
    states.begin(0, base);
    expect(base).toEqual(first);
    expect(states.probe(second)).toBe(1);
    expect(states.changed).toBe(1 << 1);
    expect(states.probe(first)).toBe(0);
    // A value that another one learns meanwhile.
    const third = second.slice();
    third[0] = 1;
    other.sync();
    expect(other.find(third)).toBe(ABSENT);
    other.keep(third, 0, 0);
    expect(states.probe(third)).toBe(ABSENT);
    expect(states.keep(third, 0, 0)).toBe(false);
    expect(states.last).toBe(2);
    const fourth = third.slice();
    fourth[33] = 9;
    for (const row of [second, third, fourth]) expect(states.offer(row, 0, 0)).toBe(false);
    states.readAhead();
    const late = new Int32Array(40);
    expect(states.nextAbsent(late)).toBe(2);
    expect(late).toEqual(fourth);
    expect(states.keep(late, 0, 0)).toBe(true);
    expect(states.nextAbsent(late)).toBe(ABSENT);
  });

  it("tell states apart by their identity", () => {
    const of = (state: Int32Array, out: Int32Array): void => out.set(state.subarray(0, 1));
    const [states, other] = pair({ width: 2, keyWidth: 1, actions: 1 }, { identity: { width: 1, of } });
    let wrong = 0;
    for (let i = 0; i < 30_000; i++) {
      const missed = states.find(Int32Array.of(i, 2 * i));
      if (missed !== ABSENT || !states.keep(Int32Array.of(i, 2 * i), NO_PARENT, 0)) wrong += 1;
      if (states.find(Int32Array.of(i, 3)) !== i) wrong += 1;
      if (states.isMeetingWanted) states.meet();
    }
    expect(wrong).toBe(0);
    other.sync();
    const row = new Int32Array(2);
    for (const i of [1, 29_999]) {
      other.read(i, row);
      expect([...row]).toEqual([i, 2 * i]);
    }
  });
});
