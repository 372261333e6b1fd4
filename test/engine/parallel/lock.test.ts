/** The lock of threads, taken by who was stopped in the middle: by an interruption, or for ever. */
import { describe, expect, it } from "vitest";
import { Lock } from "../../../src/engine/parallel/lock.js";
import { interruptibleFor } from "../../../src/host/interruptible.js";

const words = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));

describe("a lock", () => {
  it("is given back after an interruption, where no `finally` runs", () => {
    const memory = words();
    const [mine, other] = [new Lock(memory, 1), new Lock(memory, 1)];
    const interrupted = interruptibleFor(1, () => new Error("late"));
    const work = (): void => {
      mine.acquire();
      try {
        for (;;) Atomics.load(memory, 0);
      } finally {
        mine.release();
      }
    };
    expect(() => interrupted(work)).toThrow("late");
    expect(other.acquireWithin(0)).toBe(false);
    mine.giveBack();
    expect(other.acquireWithin(0)).toBe(true);
  });

  it("is not given back by who does not hold it", () => {
    const memory = words();
    const [mine, other] = [new Lock(memory, 1), new Lock(memory, 1)];
    mine.acquire();
    mine.release();
    other.acquire();
    mine.giveBack();
    expect(mine.acquireWithin(0)).toBe(false);
    other.release();
    expect(mine.acquireWithin(0)).toBe(true);
  });

  it("can be freed from a thread that is no more", () => {
    const memory = words();
    const [mine, other] = [new Lock(memory, 1), new Lock(memory, 1)];
    other.acquire();
    expect(mine.acquireWithin(100)).toBe(false);
    mine.free();
    mine.acquire();
    expect(other.acquireWithin(0)).toBe(false);
  });
});
