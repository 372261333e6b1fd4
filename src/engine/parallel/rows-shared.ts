/**
 * Packed rows that several threads read and add to.
 *
 * Representation. That of a `RowStore`, whose chunks are parts of the banks, one after another: of `BANK / (CHUNK * words)`
 * chunks in each. Each thread has a packing of its own, and all of these have the same layout and the same codes: whoever
 * gives a value a code lists it for the others, with the lock held, if its field has room for one. If not, it demands
 * another layout for the row, and all meet; one of them packs all rows anew, where they are, and lists all values. Rows
 * are read by threads that have learnt what was listed when they were written: between two levels, all do (`learnListed`).
 */

import { Packing } from "../explore/states-packing.js";
import { CHUNK, CHUNK_BITS, RowStore, type SavedRows } from "../explore/states-rows.js";
import type { Row } from "../model.js";
import type { Lock } from "./lock.js";
import type { RowsMemory } from "./memory.js";

const VERSION = 0;
const LISTED = 1;

export class SharedRows extends RowStore {
  private readonly memory: RowsMemory;
  private readonly lock: Lock;
  private readonly patterns: readonly boolean[] | undefined;
  private version = 0;
  /** How many of the listed values this thread has learnt. */
  private learnt = 0;

  constructor(memory: RowsMemory, lock: Lock, patterns?: readonly boolean[]) {
    super(memory.width, patterns);
    this.memory = memory;
    this.lock = lock;
    this.patterns = patterns;
  }

  /** How many rows of the present layout there is room for. */
  get capacity(): number {
    return this.memory.banks.length * this.inBank * CHUNK;
  }

  private get inBank(): number {
    return Math.floor(this.memory.banks[0]!.length / (CHUNK * this.stride));
  }

  /** Of the words of a row, which are at least one for this purpose. */
  private get stride(): number {
    return Math.max(1, this.words);
  }

  /** Makes chunks for so many rows reachable, of which this many are in use. */
  reach(rows: number, used: number): void {
    this.count = used;
    for (let number = this.chunks.length; number * CHUNK < rows; number++)
      this.chunks.push(this.chunkAt(number));
  }

  /** Copies a packed row to its place. */
  put(index: number, packed: Int32Array): void {
    const { words } = this;
    const chunk = this.chunks[index >> CHUNK_BITS]!;
    const start = (index & (CHUNK - 1)) * words;
    for (let w = 0; w < words; w++) chunk[start + w] = packed[w]!;
  }

  /** Whether the row of this index is so packed. */
  holds(index: number, packed: Int32Array): boolean {
    const { words } = this;
    const chunk = this.chunks[index >> CHUNK_BITS]!;
    const start = (index & (CHUNK - 1)) * words;
    let w = 0;
    while (w < words && chunk[start + w] === packed[w]) w++;
    return w === words;
  }

  /** Learns what others listed. */
  learnListed(): void {
    const { control, listed } = this.memory;
    const end = Atomics.load(control, LISTED);
    for (; this.learnt < end; this.learnt++)
      this.packing.teach(listed[2 * this.learnt]!, listed[2 * this.learnt + 1]!);
  }

  /** Gives the values of a row codes; false if the layout has no room for all. */
  learnRow(row: Row): boolean {
    this.lock.acquire();
    try {
      this.learnListed();
      const isKnown = this.packing.learnFitting(row, this.list);
      this.learnt = this.memory.control[LISTED]!;
      return isKnown;
    } finally {
      this.lock.release();
    }
  }

  /** Says that a row needs another layout. */
  demand(row: Row, thread: number): void {
    const { demands, width } = this.memory;
    demands.set(row, thread * (width + 1) + 1);
    demands[thread * (width + 1)] = 1;
  }

  /** When all have met: makes the layouts that were demanded, for so many rows. True if it is another one. */
  meetDemands(rows: number): boolean {
    const { demands, width } = this.memory;
    const first = this.packing.layout;
    let isDemanded = false;
    this.count = rows;
    this.learnListed();
    for (let at = 0; at < demands.length; at += width + 1) {
      if (demands[at] === 0) continue;
      demands[at] = 0;
      isDemanded = true;
      this.learn(demands.slice(at + 1, at + 1 + width));
    }
    if (isDemanded) this.listAll();
    if (this.packing.layout === first) return false;
    this.chunks.length = (rows + CHUNK - 1) >> CHUNK_BITS;
    return true;
  }

  /**
   * Takes up so many saved rows, before any other thread is there; `reachAll` makes as many places reachable as there are
   * to be, once the layout is known.
   */
  restore({ packing, chunks }: SavedRows, count: number, reachAll: () => void): void {
    const saved = new Packing(this.memory.width, this.patterns, packing);
    this.packing.takeLayout(saved.layout.bits, saved.needed);
    for (const [cell, known] of packing.known.entries())
      for (let code = 0; code < known; code++) this.packing.teach(cell, saved.values[cell]![code]!);
    this.listAll();
    this.words = this.packing.layout.words;
    this.chunks = [];
    this.relaid();
    reachAll();
    const words = Math.min(this.words, chunks[0] === undefined ? 0 : chunks[0].length / CHUNK);
    for (const [number, chunk] of chunks.entries()) {
      const used = Math.min(CHUNK, count - number * CHUNK);
      this.chunks[number]!.set(chunk.subarray(0, used * words));
    }
  }

  /** After others have met: takes the layout that there is now. True if it is another one. */
  follow(): boolean {
    const { control, bits, needed } = this.memory;
    if (control[VERSION] === this.version) return false;
    this.version = control[VERSION]!;
    this.packing.takeLayout(bits, needed);
    this.learnt = 0;
    this.learnListed();
    this.words = this.packing.layout.words;
    this.chunks = [];
    this.relaid();
    return true;
  }

  private readonly list = (cell: number, value: number): void => {
    const { control, listed } = this.memory;
    const at = control[LISTED]!;
    if (2 * at === listed.length) throw new RangeError("too many states: what is reserved for codes is full");
    listed[2 * at] = cell;
    listed[2 * at + 1] = value;
    Atomics.store(control, LISTED, at + 1);
  };

  private listAll(): void {
    const { control, bits, needed } = this.memory;
    const { known, values, bits: fields } = this.packing.saved();
    control[LISTED] = 0;
    let from = 0;
    for (const [cell, count] of known.entries()) {
      for (let i = 0; i < count; i++) this.list(cell, values[from++]!);
    }
    bits.set(fields);
    needed.set(this.packing.needed);
    this.learnt = control[LISTED]!;
    this.version += 1;
    Atomics.store(control, VERSION, this.version);
  }

  private chunkAt(number: number): Int32Array {
    const { inBank, stride } = this;
    const bank = this.memory.banks[Math.floor(number / inBank)];
    if (bank === undefined) throw new RangeError("too many states for what is reserved");
    const start = (number % inBank) * CHUNK * stride;
    return bank.subarray(start, start + CHUNK * stride);
  }

  /** A copy: what is moved there may lie over it. */
  protected override movedFrom(number: number, words: number): Int32Array {
    return this.chunks[number]!.slice(0, words);
  }

  protected override movedTo(number: number, words: number): Int32Array {
    if (words < this.words) throw new Error("rows become shorter");
    const inBank = Math.floor(this.memory.banks[0]!.length / (CHUNK * words));
    const bank = this.memory.banks[Math.floor(number / inBank)];
    if (bank === undefined) throw new RangeError("too many states for what is reserved");
    const start = (number % inBank) * CHUNK * words;
    return bank.subarray(start, start + CHUNK * words).fill(0);
  }
}
