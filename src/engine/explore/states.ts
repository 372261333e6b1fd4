/**
 * The states found so far, each once, with the way that each was reached first.
 *
 * Representation. A state is known by its index, from 0, in the order of discovery. Its row is packed (see
 * `states-rows.ts`), parent and action stand in parallel chunks. `table` is an exact hash table of open addressing with
 * `2 ** k` slots: 0 is free, else the low k bits are index + 1 and the rest are the same bits of the packed row's hash,
 * so that rows are compared almost only when they are equal. With an identity, that of the row is looked up and
 * compared, and both are kept.
 *
 * A successor differs from its state in a few cells: `begin` a state, then `probe` its successors: only the cells that
 * changed are packed anew. What was probed last may be kept. Nothing is allocated for a successor. Or `offer` them, and
 * take those that are absent together, in the same order, by `nextAbsent`: most of the time that a look-up takes is spent
 * waiting for memory, and so all wait at once.
 *
 * A state takes its packed row, 6 bytes for parent and action (8 with more than 65,536 actions) and, at a load between
 * 3/8 and 3/4, 5 to 11 for the table.
 */
import type { Identity, Row } from "../model.js";
import { hashOf } from "../values/words.js";
import { Batch, ROOM } from "./states-batch.js";
import { FOREIGN, PACKED, SAME, TAIL_WORDS } from "./states-codec.js";
import { CHUNK, CHUNK_BITS, IN_CHUNK, RowStore, type SavedRows } from "./states-rows.js";

/** The parent of a state that was reached by no step. */
export const NO_PARENT = -1;
/** What `probe` and `find` say of a state that is not there. */
export const ABSENT = -1;

const FIRST_BITS = 10;
/** While the table has fewer slots, it grows fourfold: rows are hashed again less often. */
const LARGE = 1 << 18;
/** Indices and table slots must fit into 31 bits. */
const MOST_BITS = 31;

export interface SavedStates {
  readonly count: number;
  /** What is compared: rows, or their identities. */
  readonly keys: SavedRows;
  /** The rows, where they are not what is compared. */
  readonly rows: SavedRows | undefined;
  /** In chunks as the rows. */
  readonly parents: readonly Int32Array[];
  readonly steps: readonly (Uint16Array | Int32Array)[];
}

/** Where rows are kept: the same store twice if they are what is compared. */
export interface Stores {
  readonly keys: RowStore;
  readonly rows: RowStore;
}

export class StateSet {
  /** How many cells a row has. */
  readonly width: number;
  protected readonly actions: number;
  protected readonly identity: Identity | undefined;
  private readonly patterns: readonly boolean[] | undefined;
  private starts: readonly number[] = [];
  protected keys: RowStore;
  /** The same store if there is no identity. */
  protected rows: RowStore;
  protected parents: Int32Array[] = [];
  protected steps: (Uint16Array | Int32Array)[] = [];
  protected table: Int32Array = new Int32Array(1 << FIRST_BITS);
  protected mask = (1 << FIRST_BITS) - 1;
  protected count = 0;
  protected latest = 0;

  /** The state whose successors are probed: its index, its row, and that packed. */
  protected base = ABSENT;
  protected baseRow: Row;
  protected readonly basePacked: Int32Array;
  /** What was looked for last: its identity, packed; its hash, the free slot where it belongs. */
  protected readonly key: Int32Array;
  protected readonly packed: Int32Array;
  protected hash = 0;
  protected slot = 0;
  /** Whether it has a value that its cell never had. */
  protected isForeign = false;
  /** The cells in which it differs from the base: bit i for the cells i, i + 32, i + 64… */
  changed = 0;
  protected readonly batch = new Batch();
  /** The changed cells of a successor that was offered and not put down, until it is asked for; else 0. */
  private foreignChanged = 0;
  /** What was read ahead, so that reading it is not left out. */
  private touched = 0;
  private readonly hashes = new Int32Array(ROOM);

  /**
   * `actions` is the number of actions that can be named as the way to a state; `patterns` is that of the model, and
   * says nothing of identities. `stores` are empty ones.
   */
  constructor(
    width: number,
    actions: number,
    identity?: Identity,
    patterns?: readonly boolean[],
    stores?: Stores,
  ) {
    this.width = width;
    this.actions = actions;
    this.identity = identity;
    this.patterns = patterns;
    const keyWidth = identity?.width ?? width;
    this.keys = stores?.keys ?? new RowStore(keyWidth, identity === undefined ? patterns : identity.patterns);
    this.rows = stores?.rows ?? (identity === undefined ? this.keys : new RowStore(width, patterns));
    this.baseRow = new Int32Array(width);
    this.basePacked = new Int32Array(width);
    this.key = new Int32Array(keyWidth);
    this.packed = new Int32Array(Math.max(width, keyWidth) + TAIL_WORDS);
  }

  get size(): number {
    return this.count;
  }

  /** Whether the states can be read: not after memory ran out, or an interruption, while all were packed anew. */
  get isWhole(): boolean {
    return this.keys.isWhole && this.rows.isWhole;
  }

  /** What is allocated, in bytes. */
  get bytes(): number {
    const rows = this.keys.bytes + (this.rows === this.keys ? 0 : this.rows.bytes);
    return rows + this.parents.length * CHUNK * this.wayBytes + this.table.byteLength;
  }

  protected get wayBytes(): number {
    return this.actions > 0x1_0000 ? 8 : 6;
  }

  /** The most that adding one state may allocate at once, in bytes. */
  get nextBytes(): number {
    return this.table.byteLength * 2 + CHUNK * (4 * this.keys.words + 4 * this.rows.words + 8);
  }

  /** The state that the last `add` or `keep` was about: the new one, or the equal one that was there. */
  get last(): number {
    return this.latest;
  }

  /**
   * Adds a state, copying `row`; false if it was there, which leaves its first parent and action. An initial state has
   * `NO_PARENT` and action 0. Throws a RangeError when memory or indices run out.
   */
  add(row: Row, parent: number, action: number): boolean {
    const found = this.find(row);
    if (found === ABSENT) this.keep(row, parent, action);
    else this.latest = found;
    return found === ABSENT;
  }

  /** The index of a state, or `ABSENT`. */
  find(row: Row): number {
    if (this.keys.packing.pack(this.keyOf(row), this.packed)) return this.searchPacked();
    this.isForeign = true;
    return ABSENT;
  }

  /**
   * Copies the state into `row`, which must stay as it is while its successors are probed; and until the next state is
   * begun, if that is given the same row: then only what differs is copied.
   */
  begin(index: number, row: Row): void {
    const holdsBase = this.base !== ABSENT && row === this.baseRow && this.identity === undefined;
    // Not while the row may be half of one state and half of another.
    this.base = ABSENT;
    this.baseRow = row;
    if (this.identity === undefined) this.beginPacked(index, row, holdsBase);
    else this.rows.read(index, row);
    this.base = index;
  }

  private beginPacked(index: number, row: Row, holdsBase: boolean): void {
    const { keys, basePacked } = this;
    keys.ripen();
    this.batch.clear();
    const { words, chunks, codec } = keys;
    const chunk = chunks[index >> CHUNK_BITS]!;
    const start = (index & IN_CHUNK) * words;
    if (holdsBase) {
      codec.unpackFrom(chunk, start, row, basePacked);
      return;
    }
    codec.unpack(chunk, start, row);
    for (let w = 0; w < words; w++) basePacked[w] = chunk[start + w]!;
  }

  /** Tells where the cells of each variable begin, so that `touched` can be made use of. */
  tellStarts(starts: readonly number[]): void {
    this.starts = starts;
    if (this.identity === undefined) this.keys.packing.tellStarts(starts);
  }

  /**
   * The index of a successor of the state that was begun (that state itself, if they are equal), or `ABSENT`. `touched`
   * is what the action said of it.
   */
  probe(next: Row, touched = -1): number {
    if (this.identity !== undefined) return this.probeIdentity(next);
    const { baseRow, packed, keys } = this;
    const kind = keys.codec.delta(next, baseRow, this.basePacked, packed, 0, touched);
    this.changed = kind === SAME ? 0 : packed[keys.words + 1]!;
    if (kind === PACKED) return this.search(packed, 0, packed[keys.words]!);
    this.isForeign = kind === FOREIGN;
    return kind === SAME ? this.base : ABSENT;
  }

  /** Whether successors can be offered. */
  get takesOffers(): boolean {
    return this.identity === undefined;
  }

  /**
   * Puts down a successor of the state that was begun, with an action and a number, to be looked for later, unless an equal
   * one was put down lately; it may be changed after that. True if there is no room for another one, or if it is foreign:
   * then those before it must be taken first, and `takesForeign` tells.
   */
  offer(next: Row, action: number, ordinal: number, touched = -1): boolean {
    const { batch } = this;
    const i = batch.count;
    const kind = this.keys.codec.delta(
      next,
      this.baseRow,
      this.basePacked,
      batch.words,
      i * batch.stride,
      touched,
    );
    if (kind === SAME) return false;
    if (kind === FOREIGN) {
      this.foreignChanged = batch.words[(i + 1) * batch.stride - 1]!;
      return true;
    }
    if (batch.isKnown()) return false;
    batch.actions[i] = action;
    batch.ordinals[i] = ordinal;
    batch.count = i + 1;
    return i + 1 === ROOM;
  }

  /** Whether the successor offered last was not put down as it has unknown values: it is absent, and may be kept. */
  takesForeign(): boolean {
    this.isForeign = this.foreignChanged !== 0;
    this.changed = this.foreignChanged;
    this.foreignChanged = 0;
    return this.isForeign;
  }

  /** Whether there are successors that were offered and not yet looked for. */
  get hasOffers(): boolean {
    return this.batch.count > 0;
  }

  /** To be called before `nextAbsent`: reads ahead what it will need. */
  readAhead(): void {
    const { batch, table, mask, keys } = this;
    const { words, stride, count } = batch;
    let sum = 0;
    // Nothing here waits for what was read before: the processor reads it all at once.
    for (let i = 0, at = keys.words; i < count; i++, at += stride) sum ^= table[words[at]! & mask]!;
    for (let i = 0, at = keys.words; i < count; i++, at += stride) {
      const hash = words[at]!;
      const slot = table[hash & mask]!;
      if (slot === 0 || ((slot ^ hash) & ~mask) !== 0) continue;
      const index = (slot & mask) - 1;
      sum ^= keys.chunks[index >> CHUNK_BITS]![(index & IN_CHUNK) * keys.words]!;
    }
    this.touched ^= sum;
  }

  /**
   * Copies the next successor offered that is absent into `row`, to be kept or not, and gives its number in the batch;
   * `ABSENT` if there is none left. Then others can be offered.
   */
  nextAbsent(row: Row): number {
    const { batch, packed } = this;
    while (batch.at < batch.count) {
      const i = batch.at++;
      const { words, stride } = batch;
      const at = i * stride;
      const wide = stride - TAIL_WORDS;
      if (this.search(words, at, words[at + wide]!) !== ABSENT) continue;
      for (let w = 0; w < wide; w++) packed[w] = words[at + w]!;
      this.changed = words[at + wide + 1]!;
      this.keys.codec.unpackAfter(words, at, row, this.baseRow, this.changed);
      return i;
    }
    batch.clear();
    return ABSENT;
  }

  /** The action and the number that a successor was offered with. */
  actionOffered(i: number): number {
    return this.batch.actions[i]!;
  }
  ordinalOffered(i: number): number {
    return this.batch.ordinals[i]!;
  }

  /** Adds the row that `find` or `probe` has just not found, copying it. As `add` otherwise. */
  keep(row: Row, parent: number, action: number): boolean {
    if (this.isForeign) this.learn(row);
    const index = this.count;
    const chunk = index >> CHUNK_BITS;
    if (chunk === this.parents.length) this.addChunk();
    this.keys.append(this.packed);
    if (this.rows !== this.keys) this.appendRow(row);
    this.parents[chunk]![index & IN_CHUNK] = parent;
    this.steps[chunk]![index & IN_CHUNK] = action;
    this.latest = index;
    this.count = index + 1;
    this.table[this.slot] = (this.hash & ~this.mask) | (index + 1);
    if ((index + 1) * 4 > (this.mask + 1) * 3) this.grow();
    return true;
  }

  /** Copies the state into `row`. */
  read(index: number, row: Row): void {
    this.rows.read(index, row);
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
      keys: this.keys.saved(count),
      rows: this.rows === this.keys ? undefined : this.rows.saved(count),
      parents: this.parents.slice(0, chunks),
      steps: this.steps.slice(0, chunks),
    };
  }

  /** Puts saved states in the place of what is there. */
  restore({ count, keys, rows, parents, steps }: SavedStates): void {
    const ofKeys = this.identity === undefined ? this.patterns : this.identity.patterns;
    this.keys = new RowStore(this.key.length, ofKeys, count, keys);
    this.rows = rows === undefined ? this.keys : new RowStore(this.width, this.patterns, count, rows);
    this.tellStarts(this.starts);
    this.parents = [...parents];
    this.steps = [...steps];
    this.count = count;
    this.base = ABSENT;
    let slots = 1 << FIRST_BITS;
    while (count * 4 > slots * 3) slots *= 2;
    this.fill(slots);
    this.batch.reset(this.keys.words);
  }

  // ------------------------------------------------------------------------------------------------------- rows

  protected keyOf(row: Row): Int32Array {
    if (this.identity === undefined) return row;
    this.identity.of(row, this.key);
    return this.key;
  }

  private probeIdentity(next: Row): number {
    this.changed = -1;
    if (this.identity?.isChanging === true) return this.find(next);
    let cell = 0;
    while (cell < this.width && next[cell] === this.baseRow[cell]) cell++;
    return cell === this.width ? this.base : this.find(next);
  }

  /** Takes up the new values of a row, and looks for the place where it belongs. */
  private learn(row: Row): void {
    const key = this.keyOf(row);
    const known = this.base !== ABSENT && this.identity === undefined ? this.baseRow : undefined;
    if (this.keys.learn(key, known)) {
      this.fill(this.table.length);
      this.batch.reset(this.keys.words);
      if (known !== undefined) this.keys.packing.pack(known, this.basePacked);
    }
    this.keys.packing.pack(key, this.packed);
    this.searchPacked();
  }

  private appendRow(row: Row): void {
    const { packing } = this.rows;
    if (!packing.pack(row, this.packed)) {
      this.rows.learn(row);
      packing.pack(row, this.packed);
    }
    this.rows.append(this.packed);
  }

  private addChunk(): void {
    const parents = new Int32Array(CHUNK);
    const steps = this.actions > 0x1_0000 ? new Int32Array(CHUNK) : new Uint16Array(CHUNK);
    this.parents.push(parents);
    this.steps.push(steps);
  }

  // -------------------------------------------------------------------------------------------------- the table

  protected searchPacked(): number {
    return this.search(this.packed, 0, hashOf(this.packed, 0, this.keys.words));
  }

  /** The index of a packed row that stands in `packed` from `from` on, or `ABSENT`; notes its hash and slot. */
  protected search(packed: Int32Array, from: number, hash: number): number {
    const { mask, table } = this;
    const { words, chunks } = this.keys;
    const tag = hash & ~mask;
    this.hash = hash;
    this.isForeign = false;
    let at = hash & mask;
    for (let slot = table[at]!; slot !== 0; slot = table[at]!) {
      if ((slot & ~mask) === tag) {
        const index = (slot & mask) - 1;
        const chunk = chunks[index >> CHUNK_BITS]!;
        const start = (index & IN_CHUNK) * words;
        let w = 0;
        while (w < words && chunk[start + w] === packed[from + w]) w++;
        if (w === words) return index;
      }
      at = (at + 1) & mask;
    }
    this.slot = at;
    return ABSENT;
  }

  private grow(): void {
    const slots = this.table.length * (this.table.length < LARGE ? 4 : 2);
    if (slots >= 2 ** MOST_BITS) throw new RangeError("too many states for one table");
    this.fill(slots);
  }

  /** A table of so many slots with all states. */
  protected fill(slots: number): void {
    this.table = slots === this.table.length ? this.table.fill(0) : new Int32Array(slots);
    this.mask = slots - 1;
    this.placeAll();
  }

  /** Whether there is no state of this index, but a gap. */
  isGap(_index: number): boolean {
    return false;
  }

  /** Puts all states into the table, which is empty. */
  protected placeAll(): void {
    const { table, mask, hashes } = this;
    const { words, chunks } = this.keys;
    for (let first = 0; first < this.count; first += ROOM) {
      const many = Math.min(ROOM, this.count - first);
      const chunk = chunks[first >> CHUNK_BITS]!;
      const start = (first & IN_CHUNK) * words;
      let sum = 0;
      // As in `readAhead`: what follows finds the slots near.
      for (let i = 0; i < many; i++) {
        const hash = hashOf(chunk, start + i * words, words);
        hashes[i] = hash;
        sum ^= table[hash & mask]!;
      }
      this.touched ^= sum;
      for (let i = 0; i < many; i++) {
        if (this.isGap(first + i)) continue;
        const hash = hashes[i]!;
        let at = hash & mask;
        while (table[at] !== 0) at = (at + 1) & mask;
        table[at] = (hash & ~mask) | (first + i + 1);
      }
    }
  }
}
