/**
 * Successors of one state that are looked for together: what each needs from memory is then waited for once. Most
 * successors are equal to others not long ago, so that these are left out before.
 *
 * Representation. Of successor i, `words[i * stride]` is the first word of what `Codec.delta` writes. Those below `at`
 * are done with. All their values are known, so that the layout stays as it is while there are any. Of successors that
 * were put down, also earlier, `recent` has the hash and the words, at the place that the highest bits of the hash tell;
 * a place that was not used has the hash of another one.
 */
import { TAIL_WORDS } from "./states-codec.js";

/** How many there may be. */
export const ROOM = 64;
/** Of what is remembered, in words: about as many as a processor has near. */
const RECENT_WORDS = 1 << 16;

const NOTHING = new Int32Array(0);

export class Batch {
  at = 0;
  count = 0;
  /** Of what stands for one in `words`. */
  stride = TAIL_WORDS;
  words = new Int32Array((ROOM + 1) * TAIL_WORDS);
  readonly actions = new Int32Array(ROOM);
  /** How many successors there had been, with those that are not here. */
  readonly ordinals = new Int32Array(ROOM);
  private recent = NOTHING;
  /** How far right the highest bits of a hash are moved. */
  private shift = 31;

  /** Drops all. */
  clear(): void {
    this.at = 0;
    this.count = 0;
  }

  /** Drops all, also what is remembered, for a new layout of so many words. */
  reset(words: number): void {
    this.clear();
    this.stride = words + TAIL_WORDS;
    // One more than there may be: what is offered is packed here before it is known whether it can stay.
    this.words = new Int32Array((ROOM + 1) * this.stride);
    this.recent = NOTHING;
  }

  /** Whether what stands in the first place that is free is known to have been there before; from now on it is. */
  isKnown(): boolean {
    if (this.recent === NOTHING) this.makeRecent();
    const { words, stride, recent } = this;
    const at = this.count * stride;
    const wide = stride - TAIL_WORDS;
    const hash = words[at + wide]!;
    const place = (hash >>> this.shift) * (wide + 1);
    if (recent[place] === hash) {
      let w = 0;
      while (w < wide && recent[place + 1 + w] === words[at + w]) w++;
      if (w === wide) return true;
    }
    recent[place] = hash;
    for (let w = 0; w < wide; w++) recent[place + 1 + w] = words[at + w]!;
    return false;
  }

  private makeRecent(): void {
    const wide = this.stride - TAIL_WORDS + 1;
    const bits = Math.max(1, Math.floor(Math.log2(RECENT_WORDS / wide)));
    this.shift = 32 - bits;
    this.recent = new Int32Array(wide << bits);
    for (let place = 0; place < 1 << bits; place++) this.recent[place * wide] = ~(place << this.shift);
  }
}
