/**
 * A lock of one word in shared memory: 0 free, 1 held, 2 held and waited for. What it guards is done in well under a
 * microsecond, so that it is waited for actively first.
 */
const FREE = 0;
const HELD = 1;
const CONTENDED = 2;

const SPINS = 200;
/** In case that the thread that held the lock is no more. */
const WAIT_MS = 50;

export class Lock {
  private readonly words: Int32Array;
  private readonly at: number;

  constructor(words: Int32Array, at: number) {
    this.words = words;
    this.at = at;
  }

  acquire(): void {
    const { words, at } = this;
    for (let i = 0; i < SPINS; i++) {
      if (words[at] === FREE && Atomics.compareExchange(words, at, FREE, HELD) === FREE) return;
    }
    while (Atomics.exchange(words, at, CONTENDED) !== FREE) Atomics.wait(words, at, CONTENDED, WAIT_MS);
  }

  release(): void {
    const { words, at } = this;
    if (Atomics.exchange(words, at, FREE) === CONTENDED) Atomics.notify(words, at, 1);
  }

  /** Takes the lock from a thread that was ended while it held it. */
  free(): void {
    Atomics.store(this.words, this.at, FREE);
    Atomics.notify(this.words, this.at);
  }
}
