/**
 * Successors of one state that are looked for together: what each needs from memory is then waited for once.
 *
 * Representation. Of successor i, `words[i * stride]` is the first word of what `Codec.delta` writes. Those below `at`
 * are done with. All their values are known, so that the layout stays as it is while there are any.
 */
import { TAIL_WORDS } from "./states-codec.js";

/** How many there may be. */
export const ROOM = 64;

export class Batch {
  at = 0;
  count = 0;
  /** Of what stands for one in `words`. */
  stride = TAIL_WORDS;
  words = new Int32Array((ROOM + 1) * TAIL_WORDS);
  readonly actions = new Int32Array(ROOM);
  /** How many successors there had been, with those that are not here. */
  readonly ordinals = new Int32Array(ROOM);

  /** Drops all, and takes packed rows of so many words. */
  clear(words: number): void {
    this.at = 0;
    this.count = 0;
    if (this.stride === words + TAIL_WORDS) return;
    this.stride = words + TAIL_WORDS;
    // One more than there may be: what is offered is packed here before it is known whether it can stay.
    this.words = new Int32Array((ROOM + 1) * this.stride);
  }
}
