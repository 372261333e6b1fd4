/**
 * The states found so far, each once, with the way that each was reached first.
 *
 * Representation. A state is known by its index, from 0, in the order of discovery. Rows lie one after another in
 * chunks of `2 ** CHUNK_BITS` states, so growing copies nothing; parent and action stand in parallel chunks. `table` is
 * an exact hash table of open addressing with `2 ** k` slots: 0 is free, else the low k bits are index + 1 and the
 * rest are the same bits of the row's hash, so that rows are compared almost only when they are equal.
 *
 * A state takes 4 bytes for each variable, 6 for parent and action (8 with more than 65,536 actions) and, at a load
 * between 3/8 and 3/4, 5 to 11 for the table.
 */
import type { Row } from "./model.js";

/** The parent of a state that was reached by no step. */
export const NO_PARENT = -1;

const CHUNK_BITS = 13;
const CHUNK = 1 << CHUNK_BITS;
const IN_CHUNK = CHUNK - 1;
const FIRST_BITS = 10;
/** Indices and table slots must fit into 31 bits. */
const MOST_BITS = 31;

export class StateSet {
  /** How many variables a row has. */
  readonly width: number;
  private readonly actions: number;
  private readonly rows: Int32Array[] = [];
  private readonly parents: Int32Array[] = [];
  private readonly steps: (Uint16Array | Int32Array)[] = [];
  private table = new Int32Array(1 << FIRST_BITS);
  private mask = (1 << FIRST_BITS) - 1;
  private count = 0;
  private latest = 0;

  /** `actions` is the number of actions that can be named as the way to a state. */
  constructor(width: number, actions: number) {
    this.width = width;
    this.actions = actions;
  }

  get size(): number {
    return this.count;
  }

  /** What is allocated, in bytes. */
  get bytes(): number {
    const perState = 4 * this.width + 4 + (this.actions > 0x1_0000 ? 4 : 2);
    return this.rows.length * CHUNK * perState + this.table.byteLength;
  }

  /** The state that the last `add` was about: the new one, or the equal one that was there. */
  get last(): number {
    return this.latest;
  }

  /**
   * Adds a state, copying `row`; false if it was there, which leaves its first parent and action. An initial state has
   * `NO_PARENT` and action 0. Throws a RangeError when memory or indices run out; the state may be in the set then.
   */
  add(row: Row, parent: number, action: number): boolean {
    const hash = hashRow(row, 0, this.width);
    const mask = this.mask;
    const tag = hash & ~mask;
    let at = hash & mask;
    for (let slot = this.table[at]!; slot !== 0; slot = this.table[at]!) {
      if ((slot & ~mask) === tag) {
        const index = (slot & mask) - 1;
        if (this.equals(index, row)) {
          this.latest = index;
          return false;
        }
      }
      at = (at + 1) & mask;
    }
    this.append(row, parent, action);
    this.table[at] = tag | this.count;
    if (this.count * 4 > (mask + 1) * 3) this.grow();
    return true;
  }

  /** The index of a state, or -1. */
  find(row: Row): number {
    const hash = hashRow(row, 0, this.width);
    const tag = hash & ~this.mask;
    let at = hash & this.mask;
    for (let slot = this.table[at]!; slot !== 0; slot = this.table[at]!) {
      const index = (slot & this.mask) - 1;
      if ((slot & ~this.mask) === tag && this.equals(index, row)) return index;
      at = (at + 1) & this.mask;
    }
    return -1;
  }

  /** Copies the state into `row`. */
  read(index: number, row: Row): void {
    const chunk = this.rows[index >> CHUNK_BITS]!;
    const start = (index & IN_CHUNK) * this.width;
    for (let i = 0; i < this.width; i++) row[i] = chunk[start + i]!;
  }

  /** A copy of the state. */
  row(index: number): Row {
    const row = new Int32Array(this.width);
    this.read(index, row);
    return row;
  }

  /** The state from which this one was reached first, or `NO_PARENT`. */
  parentOf(index: number): number {
    return this.parents[index >> CHUNK_BITS]![index & IN_CHUNK]!;
  }

  /** The action that reached this state first; without meaning where there is no parent. */
  actionOf(index: number): number {
    return this.steps[index >> CHUNK_BITS]![index & IN_CHUNK]!;
  }

  /** The states on the way to this one, which is the last; the first has no parent. */
  pathTo(index: number): number[] {
    const path: number[] = [];
    for (let at = index; at !== NO_PARENT; at = this.parentOf(at)) path.push(at);
    return path.reverse();
  }

  private equals(index: number, row: Row): boolean {
    const chunk = this.rows[index >> CHUNK_BITS]!;
    const start = (index & IN_CHUNK) * this.width;
    for (let i = 0; i < this.width; i++) if (chunk[start + i] !== row[i]) return false;
    return true;
  }

  private append(row: Row, parent: number, action: number): void {
    const index = this.count;
    const chunk = index >> CHUNK_BITS;
    if (chunk === this.rows.length) this.addChunk();
    const rows = this.rows[chunk]!;
    const start = (index & IN_CHUNK) * this.width;
    for (let i = 0; i < this.width; i++) rows[start + i] = row[i]!;
    this.parents[chunk]![index & IN_CHUNK] = parent;
    this.steps[chunk]![index & IN_CHUNK] = action;
    this.latest = index;
    this.count = index + 1;
  }

  private addChunk(): void {
    const rows = new Int32Array(CHUNK * this.width);
    const parents = new Int32Array(CHUNK);
    const steps = this.actions > 0x1_0000 ? new Int32Array(CHUNK) : new Uint16Array(CHUNK);
    this.rows.push(rows);
    this.parents.push(parents);
    this.steps.push(steps);
  }

  private grow(): void {
    const slots = this.table.length * 2;
    if (slots >= 2 ** MOST_BITS) throw new RangeError("too many states for one table");
    const table = new Int32Array(slots);
    const mask = slots - 1;
    for (let index = 0; index < this.count; index++) {
      const chunk = this.rows[index >> CHUNK_BITS]!;
      const hash = hashRow(chunk, (index & IN_CHUNK) * this.width, this.width);
      let at = hash & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = (hash & ~mask) | (index + 1);
    }
    this.table = table;
    this.mask = mask;
  }
}

/** All 32 bits count: the low ones choose the slot, the others are kept there. */
function hashRow(cells: Int32Array, start: number, width: number): number {
  let hash = width;
  for (let i = start; i < start + width; i++) {
    let cell = Math.imul(cells[i]!, 0xcc9e2d51);
    cell = (cell << 15) | (cell >>> 17);
    hash ^= Math.imul(cell, 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
