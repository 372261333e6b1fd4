/** What is kept of values, by their refs: a table of open addresses, as a Map of so many numbers is slow and is garbage. */
import type { Ref } from "../values/bank.js";

/** Neither a ref nor a number that is kept. */
export const ABSENT = -0x80000000;
const FIRST_BITS = 10;

export class RefMap {
  /** Refs and what is kept of them, in turn. */
  private cells = new Int32Array(2 << FIRST_BITS).fill(ABSENT);
  private bits = FIRST_BITS;
  private size = 0;

  /** What is kept of a value, or `ABSENT`. */
  get(ref: Ref): number {
    const { cells } = this;
    return cells[this.slot(ref) + 1]!;
  }

  set(ref: Ref, value: number): void {
    const slot = this.slot(ref);
    if (this.cells[slot] === ABSENT) {
      this.size += 1;
      this.cells[slot] = ref;
    }
    this.cells[slot + 1] = value;
    if (this.size * 2 > 1 << this.bits) this.grow();
  }

  clear(): void {
    this.bits = FIRST_BITS;
    this.cells = new Int32Array(2 << FIRST_BITS).fill(ABSENT);
    this.size = 0;
  }

  /** Where a value stands, or would. */
  private slot(ref: Ref): number {
    const { cells } = this;
    const last = cells.length - 1;
    let at = (Math.imul(ref, 0x9e3779b1) >>> (32 - this.bits)) * 2;
    while (cells[at] !== ref && cells[at] !== ABSENT) at = (at + 2) & last;
    return at;
  }

  private grow(): void {
    const { cells } = this;
    this.bits += 1;
    this.cells = new Int32Array(2 << this.bits).fill(ABSENT);
    for (let i = 0; i < cells.length; i += 2) {
      const ref = cells[i]!;
      if (ref === ABSENT) continue;
      const at = this.slot(ref);
      this.cells[at] = ref;
      this.cells[at + 1] = cells[i + 1]!;
    }
  }
}
