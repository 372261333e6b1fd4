/**
 * The graph of a search: its states' steps, each once, without those from a state to itself that every state has.
 *
 * Representation: the steps from state s are those from `starts[s]` to `starts[s + 1]` in `targets`; that place is the
 * step's number.
 */
import type { Row } from "../model.js";

/** The states of a search, by numbers from 0. */
export interface FoundStates {
  readonly size: number;
  /** Copies a state into a row. */
  read(index: number, row: Row): void;
  /** The number of a state. */
  find(row: Row): number;
  /** The states on the way to one, which is the last. */
  pathTo(index: number): number[];
}

export interface StepGraph {
  readonly size: number;
  readonly initial: readonly number[];
  readonly starts: Int32Array;
  readonly targets: Int32Array;
}

/** Takes steps down as a search finds them, in any order. */
export class StepRecorder {
  private readonly initial: number[] = [];
  private from = new Int32Array(1 << 10);
  private to = new Int32Array(1 << 10);
  private count = 0;
  /** For each state, the last one that was seen to lead there: steps found again at once are not noted. */
  private last = new Int32Array(1 << 10).fill(-1);

  /** `from` is negative for an initial state. */
  add(from: number, to: number): void {
    if (from < 0) {
      this.initial.push(to);
      return;
    }
    if (from === to) return;
    if (to >= this.last.length) {
      const old = this.last.length;
      this.last = grown(this.last, to + 1);
      this.last.fill(-1, old);
    }
    if (this.last[to] === from) return;
    this.last[to] = from;
    if (this.count === this.from.length) {
      this.from = grown(this.from, this.count + 1);
      this.to = grown(this.to, this.count + 1);
    }
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.count += 1;
  }

  /** The graph of as many states. */
  graph(size: number): StepGraph {
    const starts = new Int32Array(size + 1);
    for (let i = 0; i < this.count; i++) starts[this.from[i]! + 1]! += 1;
    for (let s = 0; s < size; s++) starts[s + 1]! += starts[s]!;
    const at = starts.slice(0, size);
    const targets = new Int32Array(this.count);
    for (let i = 0; i < this.count; i++) {
      const from = this.from[i]!;
      targets[at[from]!] = this.to[i]!;
      at[from]! += 1;
    }
    return { size, initial: [...new Set(this.initial)], starts, targets };
  }
}

function grown(array: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(Math.max(least, array.length * 2));
  out.set(array);
  return out;
}
