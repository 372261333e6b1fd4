/**
 * Successors of one state that are looked for together: what each needs from memory is then waited for once.
 *
 * Representation. Of successor i: from `words[i * stride]` on what `Codec.delta` writes, if its kind is `PACKED`; else,
 * or once the layout may change, its row from `rows[i * width]` on, and its kind is `FOREIGN`. Those below `at` are done
 * with.
 */
import type { Row } from "../model.js";
import { type Codec, FOREIGN, PACKED, TAIL_WORDS } from "./states-codec.js";

/** How many there may be. */
export const ROOM = 64;

export class Batch {
  at = 0;
  count = 0;
  /** Whether values were learnt since they were put down: none may be foreign any more. */
  isOutdated = false;
  /** Of what stands for one in `words`. */
  stride = TAIL_WORDS;
  words = new Int32Array(ROOM * TAIL_WORDS);
  readonly kinds = new Uint8Array(ROOM);
  readonly actions = new Int32Array(ROOM);
  /** How many successors there had been, with those that are not here. */
  readonly ordinals = new Int32Array(ROOM);
  private readonly width: number;
  private readonly rows: Int32Array;

  constructor(width: number) {
    this.width = width;
    this.rows = new Int32Array(ROOM * width);
  }

  /** Drops all, and takes packed rows of so many words. */
  clear(words: number): void {
    this.at = 0;
    this.count = 0;
    this.isOutdated = false;
    if (this.stride === words + TAIL_WORDS) return;
    this.stride = words + TAIL_WORDS;
    this.words = new Int32Array(ROOM * this.stride);
  }

  putRow(i: number, row: Row): void {
    this.rows.set(row, i * this.width);
  }

  /** The row of one that is foreign. */
  readRow(i: number, row: Row): void {
    const { width, rows } = this;
    for (let cell = 0; cell < width; cell++) row[cell] = rows[i * width + cell]!;
  }

  /** Keeps what is left as rows: values are about to be learnt, by which the layout may change. */
  unpackAll(codec: Codec): void {
    this.isOutdated = true;
    const { kinds, rows, width, stride, words } = this;
    for (let i = this.at; i < this.count; i++) {
      if (kinds[i] !== PACKED) continue;
      codec.unpack(words, i * stride, rows.subarray(i * width, (i + 1) * width));
      kinds[i] = FOREIGN;
    }
  }
}
