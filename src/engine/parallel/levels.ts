/**
 * How the threads of a search go through its levels together. States of a level are taken a few at a time from a common
 * counter; who finds none left waits, and the last one opens the next level. So behaviours found are shortest ones.
 *
 * Levels of very few states are expanded by whoever opens them, before the others are woken.
 */
import { Stop } from "../explore/explore-watch.js";
import type { Expander } from "./expander.js";
import { At, PER_THREAD, type SearchMemory, Tally } from "./memory.js";

/** At most so many states are taken at once. */
const MOST_TAKEN = 64;
/** In parts of what is left for each thread, so that all come to the end together. */
const PARTS = 4;
/** Fewer states than this for each thread are not shared out. */
const FEW = 2;
/** How often a waiting thread looks itself before it sleeps, and how long it sleeps at most. */
const SPINS = 2000;
const WAIT_MS = 100;

export class Levels {
  private readonly memory: SearchMemory;
  private readonly control: Int32Array;
  private readonly thread: number;
  private readonly threads: number;

  constructor(memory: SearchMemory, thread: number, threads: number) {
    this.memory = memory;
    this.control = memory.control;
    this.thread = thread;
    this.threads = threads;
  }

  /** Where the search goes on: at this state of this level, which ends before `levelEnd`. */
  static open(memory: SearchMemory, next: number, level: number, levelEnd: number): void {
    memory.control[At.next] = next;
    memory.control[At.level] = level;
    Atomics.store(memory.control, At.levelEnd, levelEnd);
  }

  /** Tells all to end at once. */
  static stop({ control }: SearchMemory): void {
    Atomics.store(control, At.stop, 1);
    Atomics.notify(control, At.epoch);
  }

  /** Takes part until the search is over. Throws a Stop if it is stopped. */
  run(expander: Expander): void {
    const { control } = this;
    for (;;) {
      const epoch = Atomics.load(control, At.epoch);
      this.takePart(expander);
      if (Atomics.add(control, At.arrived, 1) === this.threads - 1) {
        this.advance(expander);
        Atomics.store(control, At.arrived, 0);
        Atomics.add(control, At.epoch, 1);
        Atomics.notify(control, At.epoch);
      } else this.await(epoch);
      if (Atomics.load(control, At.over) !== 0) return;
    }
  }

  /** Says that the search ends with this level. */
  end(): void {
    Atomics.store(this.control, At.found, 1);
  }

  /** Also called in the middle of an expansion: throws a Stop if all are to end. */
  look(expander: Expander): void {
    this.tell(expander);
    if (Atomics.load(this.control, At.stop) !== 0) throw new Stop({ kind: "cancelled" });
  }

  /** Expands states of the level until none is left; with `most`, at most about so many. */
  takePart(expander: Expander, most = Number.POSITIVE_INFINITY): void {
    const { control } = this;
    const level = control[At.level]!;
    const end = control[At.levelEnd]!;
    for (let taken = 0; taken < most; ) {
      const left = end - Atomics.load(control, At.next);
      const wanted = Math.max(1, Math.min(MOST_TAKEN, Math.floor(left / (this.threads * PARTS))));
      const from = Atomics.add(control, At.next, wanted);
      if (from >= end) break;
      const to = Math.min(end, from + wanted);
      for (let index = from; index < to; index++) expander.expand(index, level);
      taken += wanted;
      this.look(expander);
    }
    this.tell(expander);
  }

  /** Opens the next level, when all others wait. */
  advance(expander: Expander): void {
    const { control } = this;
    for (;;) {
      const start = control[At.levelEnd]!;
      const end = Atomics.load(control, At.count);
      if (start === end || Atomics.load(control, At.found) !== 0) {
        Atomics.store(control, At.over, 1);
        return;
      }
      Levels.open(this.memory, start, control[At.level]! + 1, end);
      if (end - start >= FEW * this.threads) return;
      this.takePart(expander);
    }
  }

  private await(epoch: number): void {
    const { control } = this;
    for (let i = 0; i < SPINS; i++) if (control[At.epoch] !== epoch) break;
    while (Atomics.load(control, At.epoch) === epoch) {
      if (Atomics.load(control, At.stop) !== 0) throw new Stop({ kind: "cancelled" });
      Atomics.wait(control, At.epoch, epoch, WAIT_MS);
    }
  }

  /** Puts down what the thread has counted. */
  tell({ generated, expanded }: Expander): void {
    const at = this.thread * PER_THREAD;
    this.memory.tallies[at + Tally.generated] = generated;
    this.memory.tallies[at + Tally.expanded] = expanded;
  }
}
