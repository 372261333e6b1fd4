/**
 * A lock of one word in shared memory: 0 free, 1 held, 2 held and waited for. What it guards is done in well under a
 * microsecond, so that it is waited for actively first.
 *
 * Whoever holds it may be stopped anywhere: a thread that is ended never gives it back, and where the user interrupts, no
 * `finally` runs. So nobody waits for ever, and what an object has taken it can give back later (`giveBack`).
 */
const FREE = 0;
const HELD = 1;
const CONTENDED = 2;

const SPINS = 200;
const WAIT_MS = 50;
/** How long it is waited for, in times of `WAIT_MS`: some tables take minutes to make. */
const MOST_WAITS = 2400;

export class Lock {
  private readonly words: Int32Array;
  private readonly at: number;
  /** Whether this object has taken it. */
  private isHeld = false;

  constructor(words: Int32Array, at: number) {
    this.words = words;
    this.at = at;
  }

  /** Throws a RangeError if it does not become free: threads end without a word where memory is exhausted. */
  acquire(): void {
    if (!this.acquireWithin(MOST_WAITS * WAIT_MS))
      throw new RangeError("Array buffer allocation failed: a thread ended while others waited for it");
  }

  /** Whether it could be taken within so many milliseconds. */
  acquireWithin(ms: number): boolean {
    const { words, at } = this;
    for (let i = 0; i < SPINS; i++) {
      if (words[at] === FREE && Atomics.compareExchange(words, at, FREE, HELD) === FREE) {
        this.isHeld = true;
        return true;
      }
    }
    // Waits are counted, not measured: a process that was stopped for a while has waited for nobody.
    let left = ms / WAIT_MS;
    while (Atomics.exchange(words, at, CONTENDED) !== FREE) {
      if (left <= 0) return false;
      left -= 1;
      Atomics.wait(words, at, CONTENDED, WAIT_MS);
    }
    this.isHeld = true;
    return true;
  }

  release(): void {
    const { words, at } = this;
    this.isHeld = false;
    if (Atomics.exchange(words, at, FREE) === CONTENDED) Atomics.notify(words, at, 1);
  }

  /** After an interruption: gives it back if it was taken and not given back. */
  giveBack(): void {
    if (this.isHeld) this.release();
  }

  /** Takes the lock from a thread that was ended while it held it. */
  free(): void {
    this.isHeld = false;
    Atomics.store(this.words, this.at, FREE);
    Atomics.notify(this.words, this.at);
  }
}
