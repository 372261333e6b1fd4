/** Results that functions of a program keep, as long as that pays. */
import { NO_REF, type Universe } from "../values/universe.js";

/**
 * Results of a function of a few refs, kept in a table in which a later one replaces an earlier one. Where fewer than a
 * third of the questions find an answer, the table is given up; where many more do not, it grows.
 */
export class Memo {
  table: Int32Array | undefined;
  mask: number;
  hits = 0;
  private misses = 0;
  private readonly most: number;

  constructor(private readonly keys: number) {
    // Wide entries are fewer.
    const less = keys > MEMO_KEYS ? MEMO_LESS : 0;
    this.mask = (1 << (MEMO_BITS - less)) - 1;
    this.most = MOST_MEMO >> less;
    this.table = new Int32Array((keys + 1) * (this.mask + 1)).fill(NO_REF);
  }

  missed(): void {
    this.misses += 1;
    if (this.misses % MEMO_TRIAL !== 0) return;
    if (this.hits * 2 < this.misses) this.table = undefined;
    else if (this.mask < this.most && this.hits < this.misses * 8) {
      this.mask = this.mask * 2 + 1;
      this.table = new Int32Array((this.keys + 1) * (this.mask + 1)).fill(NO_REF);
    }
    this.hits = 0;
    this.misses = 0;
  }
}
const MEMO_BITS = 12;
const MEMO_KEYS = 6;
const MEMO_LESS = 2;
const MEMO_TRIAL = 1 << 13;
/** Of a table that has grown. */
const MOST_MEMO = (1 << 16) - 1;

/**
 * Results of a function of a set that lies in the row as bits, and of a few refs. Kept by those bits alone that any
 * evaluation has asked for (`bits`): a state which agrees in these has the same result, as the evaluation goes the same
 * way. That `bits` grows does no harm to what is kept: it depends on the bits of then, and lacks those that came later.
 * Elements that get numbers may matter to any result, so that all are forgotten then; there are only so many numbers.
 *
 * The last of the keys is a pattern's last cell without its highest bit, and so never `NO_REF`.
 */
export class BitsMemo {
  readonly bits: Int32Array;
  mask = (1 << FIRST_BITS) - 1;
  hits = 0;
  private misses = 0;
  private seen = 0;
  private table: Int32Array | undefined;
  /** Changes when results are forgotten: what was read before is not in `bits` then. */
  epoch = 0;

  constructor(
    private readonly universe: Universe,
    private readonly keys: number,
  ) {
    this.bits = new Int32Array(universe.words);
    this.table = this.newTable();
  }

  /** The table, of results for the elements that have numbers now; undefined if it was given up. */
  now(): Int32Array | undefined {
    const { known } = this.universe;
    if (known !== this.seen && this.table !== undefined) {
      this.seen = known;
      this.epoch += 1;
      this.bits.fill(0);
      this.table.fill(NO_REF);
    }
    return this.table;
  }

  /** Whether a result may be kept whose evaluation began at this epoch. */
  isCurrent(epoch: number): boolean {
    return this.epoch === epoch && this.universe.known === this.seen;
  }

  missed(): void {
    this.misses += 1;
    if (this.misses % TRIAL !== 0) return;
    if (this.hits * 2 < this.misses && this.mask >= LEAST_GIVEN_UP) this.giveUp();
    else if (this.mask < MOST_MEMO && this.hits < this.misses * 32) {
      this.mask = this.mask * 4 + 3;
      this.epoch += 1;
      this.table = this.newTable();
    }
    this.hits = 0;
    this.misses = 0;
  }

  private giveUp(): void {
    this.table = undefined;
    this.epoch += 1;
  }

  private newTable(): Int32Array {
    return new Int32Array((this.keys + 1) * (this.mask + 1)).fill(NO_REF);
  }
}
const FIRST_BITS = 7;
const TRIAL = 1 << 10;
const LEAST_GIVEN_UP = (1 << 11) - 1;
