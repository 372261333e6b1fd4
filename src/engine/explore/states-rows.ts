/**
 * Rows one after another, packed: row i stands in `chunks[i >> CHUNK_BITS]`, from word `(i & IN_CHUNK) * words` on, so
 * growing copies nothing.
 *
 * When a cell takes more values than its field can tell apart, all rows are packed anew. When that has been much more
 * work than packing all rows once, fields that fill get wider than they need, then all fields that have no bits, then
 * all (`leastBits`). So it happens about as often as the rows double, besides some five times for those fields and once
 * for each cell that takes more values than a code can tell apart.
 */
import type { Row } from "../model.js";
import { type Codec, codecOf, madeCodec, madeMove } from "./states-codec.js";
import { type Layout, Packing, type SavedPacking, type Widening } from "./states-packing.js";

export const CHUNK_BITS = 13;
/** How many rows a chunk has room for. */
export const CHUNK = 1 << CHUNK_BITS;
export const IN_CHUNK = CHUNK - 1;

/** Cells of rows that may be packed anew in any case. */
const FEW_CELLS = 1 << 19;
/** How often as many cells as there are may have been packed anew before fields get wider than they need. */
const OFTEN = { filling: 2, empty: 4, all: 8 } as const;
/** Of fewer rows, it does not pay to make a function for it. */
const FEW_ROWS = 1 << 11;

/**
 * Rows to be added without a change of the layout before functions are made for it: in any case, and for each cell, as a
 * function gets fast only when each of its cells has changed now and then.
 */
const SETTLED = 1 << 14;
const SETTLED_FOR_CELL = 1 << 11;

/** More rows than there can be. */
const NEVER = 2 ** 31 - 1;

/** Rows as they are saved: chunks of equal length, of which the last may be longer than what is used. */
export interface SavedRows {
  readonly packing: SavedPacking;
  readonly chunks: readonly Int32Array[];
}

export class RowStore {
  readonly packing: Packing;
  /** For the present layout. */
  codec: Codec;
  chunks: Int32Array[];
  /** Of a packed row. */
  words: number;
  /** False while rows are packed anew, and for ever if memory ran out then. */
  isWhole = true;
  protected count: number;
  /** How many cells were packed anew. */
  protected moved = 0;
  protected leastBits = 0;
  /** How many rows it takes until functions are made for the layout. */
  protected makeAt: number;
  private readonly settled: number;

  /** `patterns` tells which cells hold patterns of bits. */
  constructor(width: number, patterns?: readonly boolean[], count = 0, saved?: SavedRows) {
    this.packing = new Packing(width, patterns, saved?.packing);
    this.chunks = [...(saved?.chunks ?? [])];
    this.codec = codecOf(this.packing);
    this.words = this.packing.layout.words;
    this.count = count;
    this.settled = Math.max(SETTLED, SETTLED_FOR_CELL * width);
    this.makeAt = this.settled;
  }

  get bytes(): number {
    return this.chunks.length * CHUNK * 4 * this.words + this.packing.bytes;
  }

  /** Adds a row that was packed in the present layout. */
  append(packed: Int32Array): void {
    const index = this.count;
    if (index >> CHUNK_BITS === this.chunks.length) this.chunks.push(new Int32Array(CHUNK * this.words));
    const chunk = this.chunks[index >> CHUNK_BITS]!;
    const start = (index & IN_CHUNK) * this.words;
    for (let w = 0; w < this.words; w++) chunk[start + w] = packed[w]!;
    this.count = index + 1;
  }

  read(index: number, row: Row): void {
    this.codec.unpack(this.chunks[index >> CHUNK_BITS]!, (index & IN_CHUNK) * this.words, row);
  }

  /** To be called now and then: takes faster ways to pack once that pays. */
  ripen(): void {
    if (this.count < this.makeAt) return;
    this.makeAt = NEVER;
    this.codec = madeCodec(this.packing) ?? this.codec;
  }

  /** Takes up the new values of a row, none of `known`; true if all rows are packed in another way now. */
  learn(row: Row, known?: Row): boolean {
    const { layout } = this.packing;
    const widening = this.widening();
    this.isWhole = false;
    const isChanged = this.packing.learn(row, known, widening);
    if (isChanged) this.move(layout, widening);
    this.isWhole = true;
    return isChanged;
  }

  /** What the next change of the layout is to make room for. */
  protected widening(): Widening {
    const often = this.moved > FEW_CELLS ? this.moved / (this.count * this.packing.width) : 0;
    let { leastBits } = this;
    if (often > OFTEN.all) leastBits *= 2;
    if (often > OFTEN.empty) leastBits = Math.max(1, leastBits);
    return { leastBits, isRoomy: often > OFTEN.filling, united: this.united };
  }

  /** Packs all rows, which were packed in this layout, in the present one. */
  protected move(layout: Layout, { leastBits }: Widening): void {
    const { words, count } = this;
    const after = this.packing.layout.words;
    this.moved += count * this.packing.width;
    this.leastBits = leastBits;
    const made = count < FEW_ROWS ? undefined : madeMove(this.packing, layout);
    // From the end on: chunks that others have too only move farther back.
    for (let number = ((count + IN_CHUNK) >> CHUNK_BITS) - 1; number >= 0; number--) {
      const used = Math.min(CHUNK, count - number * CHUNK);
      const from = this.movedFrom(number, used * words);
      const to = this.movedTo(number, after);
      if (made !== undefined) made(from, to, used);
      else for (let i = 0; i < used; i++) this.packing.move(layout, from, i * words, to, i * after);
      this.chunks[number] = to;
    }
    this.words = after;
    this.packing.settle();
    this.relaid();
  }

  /** The first words of a chunk, which is then given up. */
  protected movedFrom(number: number, _words: number): Int32Array {
    return this.chunks[number]!;
  }

  /** The chunk in its place, for rows of so many words: all 0. */
  protected movedTo(_number: number, words: number): Int32Array {
    return new Int32Array(CHUNK * words);
  }

  /** To be called when the layout is another one. */
  protected relaid(): void {
    this.codec = codecOf(this.packing);
    this.makeAt = this.count + Math.max(this.settled, this.count >> 2);
  }

  private readonly united = (cell: number): number => {
    let all = 0;
    for (const [number, chunk] of this.chunks.entries())
      all |= this.packing.united(cell, chunk, Math.min(CHUNK, this.count - number * CHUNK));
    return all;
  };

  /** The first `count` rows: views of what is in use, to be written before more is added. */
  saved(count: number): SavedRows {
    return { packing: this.packing.saved(), chunks: this.chunks.slice(0, (count + IN_CHUNK) >> CHUNK_BITS) };
  }
}
