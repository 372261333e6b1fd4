/**
 * The states that all threads of a search have found, each once.
 *
 * Representation. A state is known by its index. Its record is its parent, its action, its hash, its row and, where rows
 * do not tell states apart, its identity; records are not packed, as dictionaries would have to be shared. `table` is
 * an exact hash table of open addressing with `2 ** k` slots: 0 is free, else the low k bits are index + 1 and the rest
 * are the same bits of the hash. The hash is a sum over the cells, so that a successor's is that of its state but for
 * what changed.
 *
 * Lookups take no lock: a slot is written when its record is complete, and that never changes. Adding takes the lock and
 * looks again, in the table in use. Tables grow fourfold; who has an old one misses at worst.
 */

import { ABSENT, NO_PARENT } from "../explore/states.js";
import type { Identity, Row } from "../model.js";
import { Lock } from "./lock.js";
import { At, HEAD_WORDS, recordWords, type SearchMemory } from "./memory.js";

export class SharedStates {
  readonly width: number;
  private readonly memory: SearchMemory;
  private readonly identity: Identity | undefined;
  private readonly control: Int32Array;
  private readonly lock: Lock;
  private readonly words: number;
  private readonly bits: number;
  private readonly inChunk: number;
  /** Where what is compared begins in a record, and how long it is. */
  private readonly keyAt: number;
  private readonly keyWidth: number;
  private readonly seeds: Int32Array;

  private table: Int32Array;
  private mask: number;
  private current = -1;

  /** The state whose successors are probed: its index, its row, and what its cells add to its hash. */
  private base = ABSENT;
  private baseRow: Row;
  private readonly baseParts: Int32Array;
  private baseSum = 0;
  /** What was looked for last: its cells that count, and its hash. */
  private key: Int32Array;
  private hash = 0;
  /** The cells in which it differs from the base: bit i for the cells i, i + 32, i + 64… */
  changed = 0;
  private latest = 0;

  constructor(memory: SearchMemory, identity?: Identity) {
    const { shape, control, chunkBits } = memory;
    this.memory = memory;
    this.identity = identity;
    this.control = control;
    this.lock = new Lock(control, At.lock);
    this.width = shape.width;
    this.words = recordWords(shape);
    this.bits = chunkBits;
    this.inChunk = (1 << chunkBits) - 1;
    this.keyAt = HEAD_WORDS + (identity === undefined ? 0 : shape.width);
    this.keyWidth = identity === undefined ? shape.width : shape.keyWidth;
    this.seeds = Int32Array.from({ length: this.keyWidth }, (_, cell) => Math.imul(cell + 1, 0x9e3779b1));
    this.baseRow = new Int32Array(shape.width);
    this.baseParts = new Int32Array(this.keyWidth);
    this.key = new Int32Array(this.keyWidth);
    this.table = memory.tables[0]!;
    this.mask = this.table.length - 1;
    this.refresh();
  }

  get size(): number {
    return this.control[At.count]!;
  }

  /** What is in use, in bytes. */
  get bytes(): number {
    return this.size * this.words * 4 + this.memory.tables[this.control[At.table]!]!.byteLength;
  }

  /** The state that the last `keep` was about: the new one, or the equal one that was there. */
  get last(): number {
    return this.latest;
  }

  /** The index of a state, or `ABSENT`. */
  find(row: Row): number {
    this.changed = -1;
    const { identity, keyWidth, seeds } = this;
    if (identity !== undefined) identity.of(row, this.key);
    const key = identity === undefined ? row : this.key;
    let sum = 0;
    for (let cell = 0; cell < keyWidth; cell++) sum += part(seeds[cell]!, key[cell]!);
    return this.search(key, finished(sum | 0));
  }

  /** Copies the state into `row`, which must stay as it is while its successors are probed. */
  begin(index: number, row: Row): void {
    this.read(index, row);
    this.base = index;
    this.baseRow = row;
    if (this.identity !== undefined) return;
    const { seeds, baseParts, width } = this;
    let sum = 0;
    for (let cell = 0; cell < width; cell++) {
      const value = part(seeds[cell]!, row[cell]!);
      baseParts[cell] = value;
      sum = (sum + value) | 0;
    }
    this.baseSum = sum;
  }

  /** The index of a successor of the state that was begun, or `ABSENT`. */
  probe(next: Row): number {
    const { baseRow, width } = this;
    if (this.identity !== undefined) {
      let cell = 0;
      while (cell < width && next[cell] === baseRow[cell]) cell++;
      if (cell < width) return this.find(next);
      this.changed = -1;
      return this.base;
    }
    const { seeds, baseParts } = this;
    let sum = this.baseSum;
    let changed = 0;
    for (let cell = 0; cell < width; cell++) {
      const value = next[cell]!;
      if (value === baseRow[cell]) continue;
      changed |= 1 << (cell & 31);
      sum = (sum + part(seeds[cell]!, value) - baseParts[cell]!) | 0;
    }
    this.changed = changed;
    return changed === 0 ? this.base : this.search(next, finished(sum));
  }

  /** Adds the row that `find` or `probe` has just not found, copying it; false if another thread was first. */
  keep(row: Row, parent: number, action: number): boolean {
    this.lock.acquire();
    try {
      this.refresh();
      const key = this.identity === undefined ? row : this.key;
      const found = this.search(key, this.hash);
      this.latest = found === ABSENT ? this.add(row, parent, action) : found;
      return found === ABSENT;
    } finally {
      this.lock.release();
    }
  }

  /** Copies the state into `row`. */
  read(index: number, row: Row): void {
    const chunk = this.memory.chunks[index >> this.bits]!;
    const start = (index & this.inChunk) * this.words + HEAD_WORDS;
    for (let cell = 0; cell < this.width; cell++) row[cell] = chunk[start + cell]!;
  }

  /** The state from which this one was reached first, or `NO_PARENT`. */
  parentOf(index: number): number {
    return this.wordOf(index, 0);
  }

  /** The action that reached this state first; without meaning where there is no parent. */
  actionOf(index: number): number {
    return this.wordOf(index, 1);
  }

  /** The states on the way to this one, which is the last; the first has no parent. */
  pathTo(index: number): number[] {
    const path: number[] = [];
    for (let at = index; at !== NO_PARENT; at = this.parentOf(at)) path.push(at);
    return path.reverse();
  }

  /** When all other threads have ended, maybe in the middle of something. */
  free(): void {
    this.lock.free();
  }

  private wordOf(index: number, word: number): number {
    return this.memory.chunks[index >> this.bits]![(index & this.inChunk) * this.words + word]!;
  }

  private search(key: Int32Array, hash: number): number {
    const { mask, table, bits, inChunk, words, keyAt, keyWidth } = this;
    const { chunks } = this.memory;
    this.hash = hash;
    const tag = hash & ~mask;
    let at = hash & mask;
    for (let slot = table[at]!; slot !== 0; slot = table[at]!) {
      if ((slot & ~mask) === tag) {
        const index = (slot & mask) - 1;
        const chunk = chunks[index >> bits]!;
        const from = (index & inChunk) * words + keyAt;
        let cell = 0;
        while (cell < keyWidth && chunk[from + cell] === key[cell]) cell++;
        if (cell === keyWidth) return index;
      }
      at = (at + 1) & mask;
    }
    return ABSENT;
  }

  /** With the lock held, in the table in use. */
  private add(row: Row, parent: number, action: number): number {
    const { control, hash, mask, table } = this;
    const index = control[At.count]!;
    const chunk = this.memory.chunks[index >> this.bits];
    if (chunk === undefined || index + 1 >= mask)
      throw new RangeError("too many states for what is reserved");
    const start = (index & this.inChunk) * this.words;
    chunk[start] = parent;
    chunk[start + 1] = action;
    chunk[start + 2] = hash;
    for (let cell = 0; cell < this.width; cell++) chunk[start + HEAD_WORDS + cell] = row[cell]!;
    if (this.identity !== undefined) {
      for (let cell = 0; cell < this.keyWidth; cell++) chunk[start + this.keyAt + cell] = this.key[cell]!;
    }
    let at = hash & mask;
    while (table[at] !== 0) at = (at + 1) & mask;
    Atomics.store(table, at, (hash & ~mask) | (index + 1));
    Atomics.store(control, At.count, index + 1);
    if ((index + 1) * 4 > table.length * 3) this.grow();
    return index;
  }

  private grow(): void {
    const next = this.current + 1;
    const table = this.memory.tables[next];
    if (table === undefined) return;
    const mask = table.length - 1;
    const { count } = At;
    for (let index = 0, n = this.control[count]!; index < n; index++) {
      const hash = this.wordOf(index, 2);
      let at = hash & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = (hash & ~mask) | (index + 1);
    }
    Atomics.store(this.control, At.table, next);
    this.refresh();
  }

  private refresh(): void {
    const current = this.control[At.table]!;
    if (current === this.current) return;
    this.current = current;
    this.table = this.memory.tables[current]!;
    this.mask = this.table.length - 1;
  }
}

/** What a cell adds to the hash of a row. */
function part(seed: number, value: number): number {
  const h = Math.imul(value ^ seed, 0x85ebca6b);
  return Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
}

/** All 32 bits count: the low ones choose the slot, the others are kept there. */
function finished(sum: number): number {
  let hash = sum ^ (sum >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return hash ^ (hash >>> 16);
}
