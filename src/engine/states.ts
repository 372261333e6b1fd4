/**
 * The states found so far, each once, with the way that each was reached first.
 *
 * Representation. A state is known by its index, from 0, in the order of discovery. Its row is packed (see
 * `states-packing.ts`) into `words` words, which lie one after another in chunks of `2 ** CHUNK_BITS` states, so growing
 * copies nothing; parent and action stand in parallel chunks. `table` is an exact hash table of open addressing with
 * `2 ** k` slots: 0 is free, else the low k bits are index + 1 and the rest are the same bits of the packed row's hash,
 * so that rows are compared almost only when they are equal.
 *
 * A successor differs from its state in a few cells: `begin` a state, then `probe` its successors: only the cells that
 * changed are packed anew. What was probed last may be kept. Nothing is allocated for a successor.
 *
 * When a cell takes more values than its field can tell apart, all rows are packed anew. That happens a few times for
 * each cell, nearly always while states are few.
 *
 * A state takes its packed row, 6 bytes for parent and action (8 with more than 65,536 actions) and, at a load between
 * 3/8 and 3/4, 5 to 11 for the table.
 */
import type { Row } from "./model.js";
import { Packing, type SavedPacking, UNKNOWN } from "./states-packing.js";

/** The parent of a state that was reached by no step. */
export const NO_PARENT = -1;
/** What `probe` and `find` say of a state that is not there. */
export const ABSENT = -1;

const CHUNK_BITS = 13;
const CHUNK = 1 << CHUNK_BITS;
const IN_CHUNK = CHUNK - 1;
const FIRST_BITS = 10;
/** Indices and table slots must fit into 31 bits. */
const MOST_BITS = 31;

/** States as they are saved: chunks of equal length, of which the last may be longer than what is used. */
export interface SavedStates {
  readonly count: number;
  readonly packing: SavedPacking;
  readonly rows: readonly Int32Array[];
  readonly parents: readonly Int32Array[];
  readonly steps: readonly (Uint16Array | Int32Array)[];
}

export class StateSet {
  /** How many cells a row has. */
  readonly width: number;
  private readonly actions: number;
  private packing: Packing;
  private words: number;
  private rows: Int32Array[] = [];
  private parents: Int32Array[] = [];
  private steps: (Uint16Array | Int32Array)[] = [];
  private table = new Int32Array(1 << FIRST_BITS);
  private mask = (1 << FIRST_BITS) - 1;
  private count = 0;
  private latest = 0;

  /** The state whose successors are probed: its index, its row, and that packed. */
  private base = ABSENT;
  private baseRow: Row;
  private basePacked: Int32Array;
  /** What was looked for last: packed, its hash, the free slot where it belongs, whether it has an unknown value. */
  private packed: Int32Array;
  private hash = 0;
  private slot = 0;
  private isForeign = false;
  /** The cells in which it differs from the base: bit i for the cells i, i + 32, i + 64… */
  changed = 0;

  /** `actions` is the number of actions that can be named as the way to a state. */
  constructor(width: number, actions: number) {
    this.width = width;
    this.actions = actions;
    this.packing = new Packing(width);
    this.words = this.packing.words;
    this.baseRow = new Int32Array(width);
    this.basePacked = new Int32Array(width);
    this.packed = new Int32Array(width);
  }

  get size(): number {
    return this.count;
  }

  /** What is allocated, in bytes. */
  get bytes(): number {
    const perState = 4 * this.words + 4 + (this.actions > 0x1_0000 ? 4 : 2);
    return this.rows.length * CHUNK * perState + this.table.byteLength + this.packing.bytes;
  }

  /** The most that adding one state may allocate at once, in bytes. */
  get nextBytes(): number {
    return this.table.byteLength * 2 + CHUNK * (4 * this.words + 8);
  }

  /** The state that the last `add` or `keep` was about: the new one, or the equal one that was there. */
  get last(): number {
    return this.latest;
  }

  /**
   * Adds a state, copying `row`; false if it was there, which leaves its first parent and action. An initial state has
   * `NO_PARENT` and action 0. Throws a RangeError when memory or indices run out; the state may be in the set then.
   */
  add(row: Row, parent: number, action: number): boolean {
    const found = this.find(row);
    if (found === ABSENT) this.keep(row, parent, action);
    else this.latest = found;
    return found === ABSENT;
  }

  /** The index of a state, or `ABSENT`. */
  find(row: Row): number {
    if (this.packing.pack(row, this.packed)) return this.search();
    this.isForeign = true;
    return ABSENT;
  }

  /** Copies the state into `row`, which must stay as it is while its successors are probed. */
  begin(index: number, row: Row): void {
    const start = (index & IN_CHUNK) * this.words;
    const chunk = this.rows[index >> CHUNK_BITS]!;
    for (let w = 0; w < this.words; w++) this.basePacked[w] = chunk[start + w]!;
    this.packing.unpack(chunk, start, row);
    this.base = index;
    this.baseRow = row;
  }

  /** The index of a successor of the state that was begun (that state itself, if they are equal), or `ABSENT`. */
  probe(next: Row): number {
    const { baseRow, packed, basePacked, words, width } = this;
    const { bits, wordOf, shiftOf, maskOf } = this.packing;
    for (let w = 0; w < words; w++) packed[w] = basePacked[w]!;
    let changed = 0;
    this.isForeign = false;
    for (let cell = 0; cell < width; cell++) {
      const value = next[cell]!;
      if (value === baseRow[cell]) continue;
      changed |= 1 << (cell & 31);
      const code = this.packing.code(cell, value);
      if (code === UNKNOWN && bits[cell] !== 32) this.isForeign = true;
      const w = wordOf[cell]!;
      packed[w] = (packed[w]! & ~maskOf[cell]!) | (code << shiftOf[cell]!);
    }
    this.changed = changed;
    if (changed === 0) return this.base;
    return this.isForeign ? ABSENT : this.search();
  }

  /** Adds the row that `find` or `probe` has just not found, copying it. As `add` otherwise. */
  keep(row: Row, parent: number, action: number): void {
    if (this.isForeign) {
      this.learn(row);
      this.packing.pack(row, this.packed);
      this.search();
    }
    const index = this.count;
    const chunk = index >> CHUNK_BITS;
    if (chunk === this.rows.length) this.addChunk();
    const rows = this.rows[chunk]!;
    const { packed, words } = this;
    const start = (index & IN_CHUNK) * words;
    for (let w = 0; w < words; w++) rows[start + w] = packed[w]!;
    this.parents[chunk]![index & IN_CHUNK] = parent;
    this.steps[chunk]![index & IN_CHUNK] = action;
    this.latest = index;
    this.count = index + 1;
    this.table[this.slot] = (this.hash & ~this.mask) | (index + 1);
    if ((index + 1) * 4 > (this.mask + 1) * 3) this.grow();
  }

  /** Copies the state into `row`. */
  read(index: number, row: Row): void {
    this.packing.unpack(this.rows[index >> CHUNK_BITS]!, (index & IN_CHUNK) * this.words, row);
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

  /** The first `count` states: views of what is in use, to be written before more is added. */
  saved(count: number): SavedStates {
    const chunks = (count + IN_CHUNK) >> CHUNK_BITS;
    return {
      count,
      packing: this.packing.saved(),
      rows: this.rows.slice(0, chunks),
      parents: this.parents.slice(0, chunks),
      steps: this.steps.slice(0, chunks),
    };
  }

  /** Puts saved states in the place of what is there. */
  restore({ count, packing, rows, parents, steps }: SavedStates): void {
    this.packing = new Packing(this.width, packing);
    this.words = this.packing.words;
    this.rows = [...rows];
    this.parents = [...parents];
    this.steps = [...steps];
    this.count = count;
    let slots = 1 << FIRST_BITS;
    while (count * 4 > slots * 3) slots *= 2;
    this.fill(slots);
  }

  // -------------------------------------------------------------------------------------------------- the table

  /** The index of the row in `packed`, or `ABSENT`; notes its hash and slot. */
  private search(): number {
    const { packed, words, mask, table } = this;
    const hash = hashOf(packed, 0, words);
    const tag = hash & ~mask;
    this.hash = hash;
    this.isForeign = false;
    let at = hash & mask;
    for (let slot = table[at]!; slot !== 0; slot = table[at]!) {
      if ((slot & ~mask) === tag) {
        const index = (slot & mask) - 1;
        const chunk = this.rows[index >> CHUNK_BITS]!;
        const start = (index & IN_CHUNK) * words;
        let w = 0;
        while (w < words && chunk[start + w] === packed[w]) w++;
        if (w === words) return index;
      }
      at = (at + 1) & mask;
    }
    this.slot = at;
    return ABSENT;
  }

  private addChunk(): void {
    const rows = new Int32Array(CHUNK * this.words);
    const parents = new Int32Array(CHUNK);
    const steps = this.actions > 0x1_0000 ? new Int32Array(CHUNK) : new Uint16Array(CHUNK);
    this.rows.push(rows);
    this.parents.push(parents);
    this.steps.push(steps);
  }

  private grow(): void {
    const slots = this.table.length * 2;
    if (slots >= 2 ** MOST_BITS) throw new RangeError("too many states for one table");
    this.fill(slots);
  }

  /** A table of so many slots with all states. */
  private fill(slots: number): void {
    const table = slots === this.table.length ? this.table.fill(0) : new Int32Array(slots);
    const mask = slots - 1;
    const { words } = this;
    for (let index = 0; index < this.count; index++) {
      const hash = hashOf(this.rows[index >> CHUNK_BITS]!, (index & IN_CHUNK) * words, words);
      let at = hash & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = (hash & ~mask) | (index + 1);
    }
    this.table = table;
    this.mask = mask;
  }

  /** Takes up the new values of a row; packs all rows anew where a field has become too narrow. */
  private learn(row: Row): void {
    const move = this.packing.mover();
    const before = this.words;
    if (!this.packing.learn(row)) return;
    const after = this.packing.words;
    for (const [number, from] of this.rows.entries()) {
      const to = new Int32Array(CHUNK * after);
      const used = Math.min(CHUNK, this.count - number * CHUNK);
      for (let i = 0; i < used; i++) move(from, i * before, to, i * after);
      this.rows[number] = to;
    }
    this.words = after;
    this.packing.settle();
    this.fill(this.table.length);
    if (this.base !== ABSENT) this.packing.pack(this.baseRow, this.basePacked);
  }
}

/** All 32 bits count: the low ones choose the slot, the others are kept there. */
function hashOf(words: Int32Array, start: number, count: number): number {
  let hash = count;
  for (let i = start; i < start + count; i++) {
    let word = Math.imul(words[i]!, 0xcc9e2d51);
    word = (word << 15) | (word >>> 17);
    hash ^= Math.imul(word, 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
