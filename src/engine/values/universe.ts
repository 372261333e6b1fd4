/**
 * Sets as patterns of bits: each element that such sets have had has a number, and a set is the bits of its elements.
 *
 * Representation. A pattern stands in `words` cells of a row, element b in bit b % 32 of cell b / 32. The highest bit of
 * the last cell says that the set is *listed* instead: it has an element without a number, the first cell is its ref
 * (beside that bit, if it is the last one too) and the others are 0. Elements get numbers when they first come up, as long as there are bits and as the value can be
 * compared with all that have one; so a set is listed exactly if it must be, and equal sets have equal patterns.
 *
 * `order` has the numbers in the order of values, in which TLC goes through sets. It is replaced, never changed: loops go
 * on with the one that they began with.
 */
import { type Bank, Kind, type Ref, type SharedElements } from "./bank.js";
import { EvaluationError } from "./bank-errors.js";
import { compare } from "./compare.js";
import * as O from "./operators.js";
import { hashOf } from "./words.js";

export const LISTED = 0x8000_0000 | 0;
/** Sets that were put together from patterns: a table in which a later one replaces an earlier one. */
const CACHE = 1 << 12;
/** Sets that were added, as patterns: a table in which a later one replaces an earlier one. */
const UNITED = 1 << 8;
/** No value has this ref. */
export const NO_REF = -2;
const MOST_LOOKED_FOR = 1 << 12;

/** What a loop over a set goes through: for each of `numbers` whose bit stands in `row` from `at` on, the ref there. */
export interface Cursor {
  numbers: Int32Array;
  refs: Int32Array;
  row: Int32Array;
  at: number;
}

/** Elements for which a loop does something: those of which `test` is not certainly false, in the order of values. */
export interface LoopSite {
  readonly test: ((element: Ref) => boolean) | undefined;
  numbers: Int32Array;
  /** The same as a pattern. */
  readonly bits: Int32Array;
  /** How many elements had numbers when `numbers` was made. */
  seen: number;
}

/** Which elements something certainly holds for. */
export interface MaskSite {
  readonly holds: (element: Ref) => boolean;
  readonly mask: Int32Array;
  /** How many elements had numbers when `mask` was made. */
  seen: number;
}

export class Universe {
  /** The elements by number. */
  readonly refs: Int32Array;
  count = 0;
  order: Int32Array = new Int32Array(0);
  protected readonly most: number;
  /** Pairs: a ref, and its number + 1; open addressing. */
  private readonly table: Int32Array;
  private readonly mask: number;
  /** Values that are no element and can be compared with all that are: looked for, and not there. */
  private strangers = new Set<Ref>();
  private readonly keys: Int32Array;
  private readonly packed: Int32Array;
  /** In each place a set and its pattern. */
  private readonly united: Int32Array;
  private readonly cursor: Cursor;
  private ones = new Int32Array(8).fill(-1);
  private places = Int32Array.from({ length: 256 }, (_, i) => i);

  private readonly shared: SharedElements | undefined;

  constructor(
    protected readonly bank: Bank,
    /** Cells of a pattern. */
    readonly words: number,
    /** What tells it apart from the others of a model, in all threads. */
    id = 0,
  ) {
    this.shared = bank.sharedElements(id);
    this.most = 32 * words - 1;
    this.refs = new Int32Array(this.most);
    this.table = new Int32Array(256 * words);
    this.mask = 128 * words - 1;
    this.keys = new Int32Array(CACHE * words);
    this.packed = new Int32Array(CACHE);
    this.united = new Int32Array(UNITED * (words + 1)).fill(NO_REF);
    this.cursor = { numbers: this.order, refs: this.refs, row: this.ones, at: 0 };
  }

  // ------------------------------------------------------------------------------------------------ what is read

  /**
   * Bits on which the value of an expression depends, noted while it is evaluated; undefined where that is of no use.
   * Complete for expressions that go through sets and ask for elements; code that compares or copies cells notes none.
   */
  private reading: Int32Array | undefined;

  /** How many elements have numbers, those of all threads included: no row has bits beyond. */
  get known(): number {
    if (this.isBehind) this.takeUp();
    return this.count;
  }

  /** From here on bits are noted in `bits`, until `endReading` is given these, and what this gives. */
  beginReading(bits: Int32Array): Int32Array | undefined {
    const outer = this.reading;
    this.reading = bits;
    return outer;
  }

  endReading(bits: Int32Array, outer: Int32Array | undefined): void {
    this.reading = outer;
    if (outer !== undefined) this.noteRead(bits);
  }

  /** The same bits were read as in an evaluation before; all if none are given. */
  noteRead(bits?: Int32Array): void {
    const { reading } = this;
    if (reading === undefined) return;
    for (let w = 0; w < this.words; w++) reading[w]! |= bits === undefined ? -1 : bits[w]!;
  }

  // --------------------------------------------------------------------------------------------------- elements

  protected find(x: Ref): number {
    const { table, mask } = this;
    for (let at = slotOf(x) & mask; ; at = (at + 1) & mask) {
      const number = table[2 * at + 1]!;
      if (number === 0) return -1;
      if (table[2 * at] === x) return number - 1;
    }
  }

  /** The number of a value, given if it has none; -1 if it can have none. */
  protected number(x: Ref): number {
    const found = this.find(x);
    return found >= 0 || this.count === this.most ? found : this.learn(x);
  }

  private learn(x: Ref): number {
    const { shared } = this;
    if (shared === undefined) return this.enter(x);
    return shared.alone(() => {
      this.takeUp();
      const found = this.find(x);
      if (found >= 0 || this.count === this.most) return found;
      const number = this.enter(x);
      if (number < 0) return number;
      shared.words[number + 1] = x;
      Atomics.store(shared.words, 0, number + 1);
      return number;
    });
  }

  /** Takes up elements that got their numbers in other threads: rows of these may have them. */
  protected takeUp(): void {
    const { shared } = this;
    if (shared === undefined) return;
    const count = Atomics.load(shared.words, 0);
    while (this.count < count) this.enter(shared.words[this.count + 1]!);
  }

  protected get isBehind(): boolean {
    return this.shared !== undefined && this.shared.words[0] !== this.count;
  }

  /** Gives a value the next number; -1 if it can have none. */
  protected enter(x: Ref): number {
    const place = this.placeOf(x);
    if (place < 0) return -1;
    const number = this.count;
    this.refs[number] = x;
    const order = new Int32Array(number + 1);
    order.set(this.order.subarray(0, place));
    order[place] = number;
    order.set(this.order.subarray(place), place + 1);
    this.order = order;
    let at = slotOf(x) & this.mask;
    while (this.table[2 * at + 1] !== 0) at = (at + 1) & this.mask;
    this.table[2 * at] = x;
    this.table[2 * at + 1] = number + 1;
    this.count = number + 1;
    this.strangers.clear();
    return number;
  }

  /** Where a value belongs in the order; -1 if it cannot be compared with all elements. */
  private placeOf(x: Ref): number {
    const { bank, refs, order } = this;
    try {
      let place = 0;
      for (const number of order) if (compare(bank, refs[number]!, x) < 0) place += 1;
      return place;
    } catch (error) {
      if (error instanceof EvaluationError) return -1;
      throw error;
    }
  }

  // ------------------------------------------------------------------------------------------- whole sets, in a row

  /** The set that stands in a row. */
  pack(row: Int32Array, at: number): Ref {
    const { words, keys, bank, refs } = this;
    this.reading?.fill(-1);
    if (row[at + words - 1]! < 0) return row[at]! & ~LISTED;
    if (this.isBehind) this.takeUp();
    const { order } = this;
    const slot = hashOf(row, at, words) & (CACHE - 1);
    let w = 0;
    while (w < words && keys[slot * words + w] === row[at + w]) w++;
    if (w === words && this.packed[slot] !== 0) return this.packed[slot]!;
    const mark = bank.mark();
    for (let i = 0; i < order.length; i++) {
      const number = order[i]!;
      if (((row[at + (number >> 5)]! >>> (number & 31)) & 1) !== 0) bank.push(refs[number]!);
    }
    const set = bank.sortedSet(mark);
    for (w = 0; w < words; w++) keys[slot * words + w] = row[at + w]!;
    this.packed[slot] = set;
    return set;
  }

  /** Lays a set out; false if the value is none. */
  put(set: Ref, row: Int32Array, at: number): boolean {
    const { words, bank } = this;
    if (bank.kind(set) !== Kind.set) return false;
    for (let w = 0; w < words; w++) row[at + w] = 0;
    const n = bank.size(set);
    const { arena } = bank;
    const first = bank.first(set);
    for (let i = 0; i < n; i++) {
      const number = this.number(arena[first + i]!);
      if (number < 0) {
        this.list(set, row, at);
        break;
      }
      row[at + (number >> 5)]! |= 1 << (number & 31);
    }
    return true;
  }

  protected list(set: Ref, row: Int32Array, at: number): void {
    row[at] = set;
    for (let w = 1; w < this.words; w++) row[at + w] = 0;
    row[at + this.words - 1]! |= LISTED;
  }

  // ----------------------------------------------------------------------------------------- operators, in a row

  /** Whether the set has an element. Throws an EvaluationError where the value cannot be compared with one. */
  has(row: Int32Array, at: number, x: Ref): boolean {
    const { bank } = this;
    if (row[at + this.words - 1]! < 0) return O.isIn(bank, x, row[at]! & ~LISTED) === 2;
    let number = this.find(x);
    if (number < 0 && this.isBehind) {
      this.takeUp();
      number = this.find(x);
    }
    if (number >= 0) {
      if (this.reading !== undefined) this.reading[number >> 5]! |= 1 << (number & 31);
      return ((row[at + (number >> 5)]! >>> (number & 31)) & 1) !== 0;
    }
    if (this.strangers.has(x)) return false;
    if (this.placeOf(x) < 0) return O.isIn(bank, x, this.pack(row, at)) === 2;
    if (this.strangers.size >= MOST_LOOKED_FOR) this.strangers.clear();
    this.strangers.add(x);
    return false;
  }

  /** Adds an element. */
  add(row: Int32Array, at: number, x: Ref): void {
    if (row[at + this.words - 1]! >= 0) {
      const number = this.number(x);
      if (number >= 0) {
        row[at + (number >> 5)]! |= 1 << (number & 31);
        return;
      }
    }
    const { bank } = this;
    const mark = bank.mark();
    bank.push(x);
    this.list(O.union(bank, this.pack(row, at), bank.set(mark)) as Ref, row, at);
  }

  /** Adds all elements of a set. */
  addAll(row: Int32Array, at: number, set: Ref): void {
    const { bank, words } = this;
    const isOfBits = row[at + words - 1]! >= 0;
    const slot = (slotOf(set) & (UNITED - 1)) * (words + 1);
    const { united } = this;
    if (isOfBits && united[slot] === set) {
      for (let w = 0; w < words; w++) row[at + w]! |= united[slot + 1 + w]!;
      return;
    }
    if (bank.kind(set) === Kind.set && isOfBits) {
      const first = bank.first(set);
      const n = bank.size(set);
      united.fill(0, slot, slot + words + 1);
      united[slot] = NO_REF;
      let i = 0;
      for (; i < n; i++) {
        const number = this.number(bank.arena[first + i]!);
        if (number < 0) break;
        united[slot + 1 + (number >> 5)]! |= 1 << (number & 31);
      }
      if (i === n) {
        united[slot] = set;
        for (let w = 0; w < words; w++) row[at + w]! |= united[slot + 1 + w]!;
        return;
      }
    }
    this.list(O.union(bank, this.pack(row, at), set) as Ref, row, at);
  }

  /** Takes an element away. Throws an EvaluationError where it cannot be compared with one of the set. */
  remove(row: Int32Array, at: number, x: Ref): void {
    if (row[at + this.words - 1]! >= 0) {
      if (this.isBehind) this.takeUp();
      const number = this.find(x);
      if (number >= 0) {
        row[at + (number >> 5)]! &= ~(1 << (number & 31));
        return;
      }
      if (!this.has(row, at, x)) return;
    }
    const { bank } = this;
    const mark = bank.mark();
    bank.push(x);
    this.put(O.difference(bank, this.pack(row, at), bank.set(mark)) as Ref, row, at);
  }

  /** The number of elements, as a ref. */
  size(row: Int32Array, at: number): Ref {
    const { words } = this;
    this.reading?.fill(-1);
    if (row[at + words - 1]! < 0) return this.bank.size(row[at]! & ~LISTED) * 2 + 1;
    let n = 0;
    for (let w = 0; w < words; w++) {
      for (let bits = row[at + w]!; bits !== 0; bits &= bits - 1) n++;
    }
    return n * 2 + 1;
  }

  isEmpty(row: Int32Array, at: number): boolean {
    this.reading?.fill(-1);
    for (let w = 0; w < this.words; w++) if (row[at + w] !== 0) return false;
    return true;
  }

  // ---------------------------------------------------------------------------------------------------------- loops

  /** A place in the code with a loop; elements of which `test` is false are left out there. */
  site(test?: (element: Ref) => boolean): LoopSite {
    return { test, numbers: new Int32Array(0), bits: new Int32Array(this.words), seen: 0 };
  }

  /** What to go through; to be read at once, as the same cursor is given the next time. */
  loop(row: Int32Array, at: number, site: LoopSite): Cursor {
    const { cursor } = this;
    if (row[at + this.words - 1]! < 0) return this.listed(row[at]! & ~LISTED);
    if (this.isBehind) this.takeUp();
    if (site.seen !== this.count) this.refresh(site);
    if (this.reading !== undefined) this.noteRead(site.bits);
    cursor.numbers = site.numbers;
    cursor.refs = this.refs;
    cursor.row = row;
    cursor.at = at;
    return cursor;
  }

  private refresh(site: LoopSite): void {
    const { test } = site;
    const { count, order, refs } = this;
    // The test may meet further elements; they are in no set that is there now.
    site.numbers = test === undefined ? order : order.filter((number) => mayBe(test, refs[number]!));
    for (const number of site.numbers) site.bits[number >> 5]! |= 1 << (number & 31);
    site.seen = count;
  }

  private listed(set: Ref): Cursor {
    const { bank, cursor } = this;
    const n = bank.size(set);
    if (n > this.places.length) {
      const size = 2 ** Math.ceil(Math.log2(n));
      this.places = Int32Array.from({ length: size }, (_, i) => i);
      this.ones = new Int32Array(size >> 5).fill(-1);
    }
    const first = bank.first(set);
    cursor.numbers = this.places.subarray(0, n);
    cursor.refs = bank.arena.slice(first, first + n);
    cursor.row = this.ones;
    cursor.at = 0;
    return cursor;
  }

  maskSite(holds: (element: Ref) => boolean): MaskSite {
    return { holds, mask: new Int32Array(this.words), seen: 0 };
  }

  /** Whether something certainly holds for all elements. */
  within(row: Int32Array, at: number, site: MaskSite): boolean {
    const { words } = this;
    this.reading?.fill(-1);
    if (row[at + words - 1]! < 0) return false;
    if (this.isBehind) this.takeUp();
    for (let number = site.seen; number < this.count; number++) {
      if (isCertain(site.holds, this.refs[number]!)) site.mask[number >> 5]! |= 1 << (number & 31);
      site.seen = number + 1;
    }
    for (let w = 0; w < words; w++) if ((row[at + w]! & ~site.mask[w]!) !== 0) return false;
    return true;
  }

  // ------------------------------------------------------------------------------------------------ saving, restoring

  /** The elements in the order of their numbers, those that the first `words` words of the bank hold. */
  saved(words: number): Int32Array {
    // What this thread knows of them may be cut short where it was interrupted.
    const { shared } = this;
    const count = shared === undefined ? this.count : Atomics.load(shared.words, 0);
    const refs = shared === undefined ? this.refs : shared.words.subarray(1);
    let n = 0;
    while (n < count && ((refs[n]! & 1) === 1 || refs[n]! >> 1 < words)) n++;
    return refs.slice(0, n);
  }

  /** Gives saved elements their numbers; false if this universe has others. */
  restore(elements: Int32Array): boolean {
    return elements.every((x, i) => this.number(x) === i);
  }
}

function mayBe(test: (element: Ref) => boolean, element: Ref): boolean {
  try {
    return test(element);
  } catch (error) {
    if (error instanceof EvaluationError) return true;
    throw error;
  }
}

function isCertain(test: (element: Ref) => boolean, element: Ref): boolean {
  try {
    return test(element);
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

export function slotOf(x: Ref): number {
  const h = Math.imul(x, 0x9e3779b1);
  return h ^ (h >>> 15);
}
