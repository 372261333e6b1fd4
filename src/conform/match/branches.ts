/**
 * The states that are possible after a line, each once.
 *
 * Representation: rows of the compiled model, in one array of cells; `used` has for each how many silent steps of each
 * rule were taken on the way on which it was found first, if there were any.
 */
import type { Row } from "../../engine/model.js";

const FEW = 8;

export class Branches {
  readonly rows: Row[] = [];
  readonly used: (Int32Array | undefined)[] = [];
  /** Rows by hash, once they are more than a few. */
  private table: Map<number, number[]> | undefined;
  private readonly free: Row[] = [];

  constructor(private readonly width: number) {}

  get size(): number {
    return this.rows.length;
  }

  clear(): void {
    const { rows, used, free } = this;
    // Taken off one by one: arrays that are cut to nothing give up their memory, and get it again with the next line.
    for (let row = rows.pop(); row !== undefined; row = rows.pop()) if (free.length < 4096) free.push(row);
    while (used.length > 0) used.pop();
    this.table = undefined;
  }

  has(row: Row): boolean {
    if (this.table !== undefined) return this.among(this.table.get(hashOf(row, this.width)) ?? [], row);
    for (const other of this.rows) if (this.equal(row, other)) return true;
    return false;
  }

  /** A row that is not there yet; it is copied. */
  add(row: Row, used: Int32Array | undefined): void {
    const copy = this.free.pop() ?? new Int32Array(this.width);
    copy.set(row);
    const index = this.rows.push(copy) - 1;
    this.used.push(used);
    if (this.table !== undefined) this.enter(copy, index);
    else if (this.rows.length > FEW) {
      this.table = new Map();
      for (const [i, other] of this.rows.entries()) this.enter(other, i);
    }
  }

  private enter(row: Row, index: number): void {
    const hash = hashOf(row, this.width);
    const list = this.table?.get(hash);
    if (list === undefined) this.table?.set(hash, [index]);
    else list.push(index);
  }

  private among(list: readonly number[], row: Row): boolean {
    return list.some((i) => this.equal(row, this.rows[i]!));
  }

  private equal(a: Row, b: Row): boolean {
    for (let i = 0; i < this.width; i++) if (a[i] !== b[i]) return false;
    return true;
  }
}

function hashOf(row: Row, width: number): number {
  let hash = width;
  for (let i = 0; i < width; i++) hash = (Math.imul(hash, 31) + row[i]!) | 0;
  return hash ^ (hash >>> 15);
}
