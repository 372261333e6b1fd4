/** What threads share, used by turns: two banks over one memory, two sets of states over one memory. */
import { describe, expect, it } from "vitest";
import { ABSENT, NO_PARENT } from "../../../src/engine/explore/states.js";
import { newSearchMemory } from "../../../src/engine/parallel/memory.js";
import { SharedStates } from "../../../src/engine/parallel/states-shared.js";
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
  it("keep each state once, with its first parent", () => {
    const memory = newSearchMemory({ width: 3, keyWidth: 0 }, 2e6, 1);
    const [a, b] = [new SharedStates(memory), new SharedStates(memory)];
    const row = (i: number): Int32Array => Int32Array.of(i & 7, i >> 3, 5);
    for (let i = 0; i < 10_000; i++) {
      const one = i % 2 === 0 ? a : b;
      const other = i % 2 === 0 ? b : a;
      expect(one.find(row(i))).toBe(ABSENT);
      expect(one.keep(row(i), i - 1, i % 5)).toBe(true);
      expect(one.last).toBe(i);
      // One that has not seen it yet is told so.
      if (i % 100 === 0) {
        other.find(row(i));
        expect(other.keep(row(i), 7, 7)).toBe(false);
        expect(other.last).toBe(i);
      }
    }
    expect(a.size).toBe(10_000);
    expect(b.find(row(9_999))).toBe(9_999);
    expect([a.parentOf(2_345), a.actionOf(2_345)]).toEqual([2_344, 0]);
    expect(a.parentOf(0)).toBe(NO_PARENT);
    expect(b.pathTo(2)).toEqual([0, 1, 2]);
  });

  it("find successors by what changed", () => {
    const memory = newSearchMemory({ width: 40, keyWidth: 0 }, 1e6, 1);
    const states = new SharedStates(memory);
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
    second[0] = 1;
    expect(states.probe(second)).toBe(ABSENT);
  });

  it("tell states apart by their identity", () => {
    const of = (state: Int32Array, out: Int32Array): void => out.set(state.subarray(0, 1));
    const identity = { width: 1, of };
    const memory = newSearchMemory({ width: 2, keyWidth: 1 }, 1e6, 1);
    const states = new SharedStates(memory, identity);
    expect(states.find(Int32Array.of(1, 2))).toBe(ABSENT);
    states.keep(Int32Array.of(1, 2), NO_PARENT, 0);
    expect(states.find(Int32Array.of(1, 3))).toBe(0);
    expect(states.find(Int32Array.of(2, 2))).toBe(ABSENT);
    states.keep(Int32Array.of(2, 2), 0, 0);
    const row = new Int32Array(2);
    states.read(1, row);
    expect([...row]).toEqual([2, 2]);
  });
});
