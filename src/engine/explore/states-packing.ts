/**
 * Rows of cells in few bits. Most cells of a state take few values, whatever numbers these are: each cell has a
 * dictionary of the values it has had, and a packed row holds their codes.
 *
 * Representation. The codes of a cell are numbers from 0 in the order of first appearance, in a field of 0, 1, 2, 4, 8
 * or 16 bits, the least that holds them all; a cell of more than 65,536 values is *raw*: its field of 32 bits holds the
 * value. A cell of *patterns* (see `CompiledModel.patterns`) needs no dictionary: its field holds the pattern itself, and
 * is as wide as the highest bit of all so far needs, at last 32 bits, when it is raw as others are. Fields stand in 32-bit words, the wide ones first, so that none goes over the end of a word. All dictionaries
 * are one exact hash table `table` of pairs: a value, and (cell + 1) * 2^16 + its code (0: free); `values` leads back.
 *
 * Invariant: with one layout, two rows of known values are equal exactly when their packed words are. `learn` may
 * change the layout, after which rows that were packed before must be moved.
 */
import { LAST_TOUCHED, type Row } from "../model.js";

/** The code of a value that a cell has not had yet, or of a pattern that is too wide for its field. */
export const UNKNOWN = -1;

/** The width of a field that holds values themselves. */
export const RAW = 32;
/** Of a field that holds codes. */
const MOST_BITS = 16;
/** Cells from here on are raw: their numbers would not fit beside a code. */
const MOST_CELLS = 0x7ffe;
const FIRST_PAIRS = 1 << 8;

/** Where the fields of the cells are. Never changed, but replaced by another one. */
export interface Layout {
  /** How many words a packed row has. */
  readonly words: number;
  /** Of each cell: the bits of its field, its word, how far left it stands there, and the bits it takes of the word. */
  readonly bits: Int32Array;
  readonly wordOf: Int32Array;
  readonly shiftOf: Int32Array;
  readonly maskOf: Int32Array;
  /** The cells in the order of their fields; those of word w stand from `firstIn[w]` to before `firstIn[w + 1]`. */
  readonly cells: Int32Array;
  readonly firstIn: Int32Array;
}

/** A packing as it is saved. */
export interface SavedPacking {
  readonly bits: Int32Array;
  /** How many values each cell has a code for; 0 if it is raw. */
  readonly known: Int32Array;
  /** All of them, cell by cell, in the order of their codes. */
  readonly values: Int32Array;
}

/** Cells by the bit that tells that they were touched: those of bit i stand from `firsts[i]` to before `firsts[i + 1]`. */
export interface Touchable {
  readonly firsts: Int32Array;
  /** The bits of all. */
  readonly all: number;
}

/** Variables without a bit are taken together with the last one that has one. */
export function touchableOf(starts: readonly number[], width: number): Touchable {
  const known = starts.length === 0 ? [0] : starts.slice(0, LAST_TOUCHED + 1);
  return { firsts: Int32Array.from([...known, width]), all: 2 ** known.length - 1 };
}

/** How much wider than needed fields are made where one is too narrow; see `Packing.learn`. */
export interface Widening {
  readonly leastBits: number;
  readonly isRoomy: boolean;
  readonly united: (cell: number) => number;
}

export class Packing {
  readonly width: number;
  layout: Layout;
  /** Where the cells of each variable begin; empty if that is not known. */
  starts: readonly number[] = [];
  /** The cells of each variable, as those that an action touched are told. */
  touchable: Touchable;
  /** Of each cell: 1 if it holds patterns. */
  readonly patterns: Uint8Array;
  /** The bits that each cell needs: at most those of the layout, except while values are learnt. */
  private readonly bits: Int32Array;
  private readonly known: Int32Array;
  /** Of each cell, by code. */
  readonly values: Int32Array[] = [];
  table = new Int32Array(2 * FIRST_PAIRS);
  mask = FIRST_PAIRS - 1;
  private pairs = 0;

  constructor(width: number, patterns: readonly boolean[] = [], saved?: SavedPacking) {
    this.width = width;
    this.touchable = touchableOf([], width);
    this.patterns = Uint8Array.from({ length: width }, (_, cell) => (patterns[cell] === true ? 1 : 0));
    this.bits = new Int32Array(width);
    this.known = new Int32Array(width);
    for (let cell = 0; cell < width; cell++) {
      this.values.push(new Int32Array(1));
      if (cell >= MOST_CELLS) this.bits[cell] = RAW;
    }
    this.layout = saved === undefined ? layoutOf(this.bits) : layoutOf(saved.bits);
    if (saved !== undefined) this.restore(saved);
  }

  /** Tells where the cells of each variable begin. */
  tellStarts(starts: readonly number[]): void {
    this.starts = starts;
    this.touchable = touchableOf(starts, this.width);
  }

  /** What is allocated, in bytes. */
  get bytes(): number {
    return this.values.reduce((sum, list) => sum + list.byteLength, this.table.byteLength + 20 * this.width);
  }

  /** What stands in the cell's field for a value; `isKnown` tells whether there is such a thing. */
  code(cell: number, value: number): number {
    const wide = this.layout.bits[cell]!;
    if (wide === RAW) return value;
    if (this.patterns[cell] === 1) return value >>> wide === 0 ? value : UNKNOWN;
    const { table, mask } = this;
    const owner = cell + 1;
    let at = slotOf(owner, value) & mask;
    for (let pair = table[2 * at + 1]!; pair !== 0; pair = table[2 * at + 1]!) {
      if (table[2 * at] === value && pair >>> 16 === owner) return pair & 0xffff;
      at = (at + 1) & mask;
    }
    return UNKNOWN;
  }

  /** Raw cells know every value: -1 is no sign of a new one there. */
  isKnown(cell: number, code: number): boolean {
    return code !== UNKNOWN || this.layout.bits[cell] === RAW;
  }

  /**
   * Gives new values of a row their codes; true if the layout is another one now, where each cell has at least so many
   * bits, and those that are more than half full have twice what they need if `isRoomy`. All values of `known` have codes.
   * `united` tells all bits that patterns of a cell have in the present layout.
   */
  learn(row: Row, known: Row | undefined, { leastBits, isRoomy, united }: Widening): boolean {
    let isChanged = false;
    for (let cell = 0; cell < this.width; cell++) {
      const value = row[cell]!;
      if (known !== undefined && known[cell] === value) continue;
      if (!this.isKnown(cell, this.code(cell, value)) && this.add(cell, value)) isChanged = true;
    }
    if (!isChanged) return false;
    for (let cell = 0; cell < this.width; cell++) {
      const mayHaveMore = this.patterns[cell] === 1 && this.bits[cell]! < this.layout.bits[cell]!;
      const used = mayHaveMore ? widthOf(united(cell) | row[cell]!) : 0;
      const bits = this.bits[cell]!;
      const isFilling = isRoomy && bits > 0 && this.known[cell]! * 2 > 2 ** bits;
      const least = Math.min(isFilling ? Math.max(bits * 2, leastBits) : leastBits, MOST_BITS);
      this.bits[cell] = Math.max(bits, least, used);
    }
    this.layout = layoutOf(this.widened());
    return true;
  }

  /** As `learn`, but only where fields have room: `note` is told of each value. False if there are others. */
  learnFitting(row: Row, note: (cell: number, value: number) => void): boolean {
    let isKnown = true;
    for (let cell = 0; cell < this.width; cell++) {
      const value = row[cell]!;
      if (this.isKnown(cell, this.code(cell, value))) continue;
      const codes = 2 ** Math.min(this.layout.bits[cell]!, MOST_BITS);
      if (this.patterns[cell] === 1 || this.known[cell]! >= codes) {
        isKnown = false;
        continue;
      }
      note(cell, value);
      this.add(cell, value);
    }
    return isKnown;
  }

  /** The bits that each cell needs. */
  get needed(): Int32Array {
    return this.bits;
  }

  /** Takes the layout with these fields, of which so many bits are needed, and forgets all values. */
  takeLayout(bits: Int32Array, needed: Int32Array): void {
    this.layout = layoutOf(bits);
    this.bits.set(needed);
    this.known.fill(0);
    for (let cell = 0; cell < this.width; cell++) this.values[cell] = new Int32Array(1);
    this.rebuild();
  }

  /** Gives a value the next code of the cell, which it has in another packing of this layout. */
  teach(cell: number, value: number): void {
    this.add(cell, value);
  }

  /** The bits that are needed, and what room is left in the last word: full fields get it, so that it is used later. */
  private widened(): Int32Array {
    const bits = this.bits.slice();
    const used = bits.reduce((sum, wide) => sum + wide, 0);
    let spare = (32 - (used & 31)) & 31;
    const isFull = (cell: number): boolean =>
      this.patterns[cell] === 1 || this.known[cell]! >= 2 ** bits[cell]!;
    const full = Array.from(bits.keys()).filter(isFull);
    for (const cell of full.sort((a, b) => this.patterns[b]! - this.patterns[a]! || bits[a]! - bits[b]!)) {
      const wide = bits[cell]!;
      const more = Math.max(1, wide);
      if (more > spare || wide >= (this.patterns[cell] === 1 ? RAW : MOST_BITS)) continue;
      bits[cell] = wide + more;
      spare -= more;
    }
    return bits;
  }

  /** Packs a row; false, with `out` in disorder, if it has an unknown value. */
  pack(row: Row, out: Int32Array): boolean {
    const { bits, wordOf, shiftOf, words } = this.layout;
    const { width } = this;
    for (let w = 0; w < words; w++) out[w] = 0;
    for (let cell = 0; cell < width; cell++) {
      const code = this.code(cell, row[cell]!);
      if (code === UNKNOWN && bits[cell] !== RAW) return false;
      if (bits[cell] !== 0) out[wordOf[cell]!]! |= code << shiftOf[cell]!;
    }
    return true;
  }

  /** The row that was packed into the words from `start` on. */
  unpack(words: Int32Array, start: number, row: Row): void {
    const { bits, wordOf, shiftOf, maskOf } = this.layout;
    const { values, width, patterns } = this;
    for (let cell = 0; cell < width; cell++) {
      const word = words[start + wordOf[cell]!]! & maskOf[cell]!;
      if (bits[cell] === RAW) row[cell] = word;
      else if (patterns[cell] === 1) row[cell] = word >>> shiftOf[cell]!;
      else row[cell] = values[cell]![word >>> shiftOf[cell]!]!;
    }
  }

  /** The same for cells that changed, bit i for the cells i, i + 32…; the others are in the row already. */
  unpackChanged(words: Int32Array, start: number, row: Row, changed: number): void {
    const { bits, wordOf, shiftOf, maskOf } = this.layout;
    const { values, width, patterns } = this;
    for (let rest = changed; rest !== 0; rest &= rest - 1) {
      for (let cell = 31 - Math.clz32(rest & -rest); cell < width; cell += 32) {
        const word = words[start + wordOf[cell]!]! & maskOf[cell]!;
        if (bits[cell] === RAW) row[cell] = word;
        else if (patterns[cell] === 1) row[cell] = word >>> shiftOf[cell]!;
        else row[cell] = values[cell]![word >>> shiftOf[cell]!]!;
      }
    }
  }

  /** The same of a row that holds what is packed in `before`, which is replaced: mostly, few cells differ. */
  unpackFrom(words: Int32Array, start: number, row: Row, before: Int32Array): void {
    const { layout, values, patterns } = this;
    const { bits, shiftOf, maskOf, cells, firstIn } = layout;
    for (let w = 0; w < layout.words; w++) {
      const word = words[start + w]!;
      const difference = word ^ before[w]!;
      if (difference === 0) continue;
      before[w] = word;
      for (let i = firstIn[w]!; i < firstIn[w + 1]!; i++) {
        const cell = cells[i]!;
        const mask = maskOf[cell]!;
        if ((difference & mask) === 0) continue;
        if (bits[cell] === RAW) row[cell] = word;
        else if (patterns[cell] === 1) row[cell] = (word & mask) >>> shiftOf[cell]!;
        else row[cell] = values[cell]![(word & mask) >>> shiftOf[cell]!]!;
      }
    }
  }

  /** All bits of the patterns of a cell, in so many packed rows. */
  united(cell: number, words: Int32Array, rows: number): number {
    const { wordOf, shiftOf, maskOf } = this.layout;
    let all = 0;
    for (let i = 0, at = wordOf[cell]!; i < rows; i++, at += this.layout.words) all |= words[at]!;
    return (all & maskOf[cell]!) >>> shiftOf[cell]!;
  }

  /** Takes a packed row from one place to another, from an earlier layout to the present one. */
  move(before: Layout, from: Int32Array, start: number, to: Int32Array, at: number): void {
    const { bits, wordOf, shiftOf } = this.layout;
    for (let cell = 0; cell < this.width; cell++) {
      const wide = before.bits[cell]!;
      // What had no field had one value, of code 0, or the pattern 0.
      if (wide === 0) continue;
      const word = from[start + before.wordOf[cell]!]! & before.maskOf[cell]!;
      const code = word >>> before.shiftOf[cell]!;
      const isCode = wide !== RAW && this.patterns[cell] === 0;
      const content = isCode && bits[cell] === RAW ? this.values[cell]![code]! : code;
      to[at + wordOf[cell]!]! |= content << shiftOf[cell]!;
    }
  }

  /** Drops what only moves needed: once all rows were moved. */
  settle(): void {
    for (let cell = 0; cell < this.width; cell++) {
      if (this.bits[cell] === RAW) this.values[cell] = new Int32Array(1);
    }
    this.rebuild();
  }

  saved(): SavedPacking {
    const known = this.known.map((count, cell) => (this.bits[cell] === RAW ? 0 : count));
    const values = new Int32Array(known.reduce((sum, count) => sum + count, 0));
    let at = 0;
    for (const [cell, count] of known.entries()) {
      values.set(this.values[cell]!.subarray(0, count), at);
      at += count;
    }
    return { bits: this.layout.bits, known, values };
  }

  private restore({ bits, known, values }: SavedPacking): void {
    let at = 0;
    for (let cell = 0; cell < this.width; cell++) {
      for (let i = 0; i < known[cell]!; i++) this.add(cell, values[at++]!);
      if (this.patterns[cell] === 1 || bits[cell] === RAW) this.bits[cell] = bits[cell]!;
    }
  }

  /** Gives a value the next code of the cell; true if its field is too narrow for that. */
  private add(cell: number, value: number): boolean {
    if (this.patterns[cell] === 1) {
      this.bits[cell] = widthOf(value);
      return true;
    }
    const code = this.known[cell]!;
    const bits = this.bits[cell]!;
    this.known[cell] = code + 1;
    if (code === 2 ** 16) {
      this.bits[cell] = RAW;
      return true;
    }
    let list = this.values[cell]!;
    if (code === list.length) {
      list = new Int32Array(2 * code);
      list.set(this.values[cell]!);
      this.values[cell] = list;
    }
    list[code] = value;
    this.insert(cell + 1, value, code);
    this.pairs += 1;
    if (this.pairs * 2 > this.mask) this.rebuild();
    if (code < 2 ** bits) return false;
    this.bits[cell] = bits === 0 ? 1 : bits * 2;
    return this.bits[cell]! > this.layout.bits[cell]!;
  }

  private insert(owner: number, value: number, code: number): void {
    let at = slotOf(owner, value) & this.mask;
    while (this.table[2 * at + 1] !== 0) at = (at + 1) & this.mask;
    this.table[2 * at] = value;
    this.table[2 * at + 1] = (owner << 16) | code;
  }

  /** A table with room for more, in which cells that are raw by now have no part. */
  private rebuild(): void {
    const counts = this.known.map((count, cell) => (this.bits[cell] === RAW ? 0 : count));
    this.pairs = counts.reduce((sum, count) => sum + count, 0);
    let slots = FIRST_PAIRS;
    while (this.pairs * 4 > slots) slots *= 2;
    this.table = new Int32Array(2 * slots);
    this.mask = slots - 1;
    for (const [cell, count] of counts.entries()) {
      for (let code = 0; code < count; code++) this.insert(cell + 1, this.values[cell]![code]!, code);
    }
  }
}

/** The bits of a field that holds this pattern. */
function widthOf(pattern: number): number {
  const needed = 32 - Math.clz32(pattern);
  let wide = needed === 0 ? 0 : 1;
  while (wide < needed) wide *= 2;
  return wide;
}

/** A place for each cell. A field of no bits stands nowhere: it is read as 0 from whatever word. */
function layoutOf(needed: Int32Array): Layout {
  const bits = needed.slice();
  const wordOf = new Int32Array(bits.length);
  const shiftOf = new Int32Array(bits.length);
  const maskOf = new Int32Array(bits.length);
  const cells = Int32Array.from(bits.keys()).sort((a, b) => bits[b]! - bits[a]! || a - b);
  const firstIn: number[] = [];
  let at = 0;
  let placed = 0;
  for (; placed < cells.length; placed++) {
    const cell = cells[placed]!;
    const wide = bits[cell]!;
    if (wide === 0) break;
    if ((at & 31) === 0) firstIn.push(placed);
    wordOf[cell] = at >> 5;
    shiftOf[cell] = at & 31;
    maskOf[cell] = wide === RAW ? -1 : (2 ** wide - 1) << (at & 31);
    at += wide;
  }
  firstIn.push(placed);
  return { words: (at + 31) >> 5, bits, wordOf, shiftOf, maskOf, cells, firstIn: Int32Array.from(firstIn) };
}

function slotOf(owner: number, value: number): number {
  const h = Math.imul(value ^ Math.imul(owner, 0x9e3779b1), 0x85ebca6b);
  return h ^ (h >>> 15);
}
