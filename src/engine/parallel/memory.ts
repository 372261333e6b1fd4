/** What the threads of one search share, besides values: where it stands, and the states. All of it can be passed on. */

/** Places in `control`, each in a cache line of its own as different threads write them. */
export const At = {
  /** The lock of the states. */
  lock: 0,
  /** How many states there are. */
  count: 16,
  /** Which table is in use. */
  table: 32,
  /** The next state of the level that nobody has taken. */
  next: 48,
  /** The level being expanded, from 1, and the first index after it. */
  level: 64,
  levelEnd: 65,
  /** Raised by one whenever a level is done; threads wait for that. */
  epoch: 80,
  /** How many threads have nothing left to do in this level. */
  arrived: 96,
  /** 1 when all are to end, at once. */
  stop: 112,
  /** 1 when something was found: the search ends with this level. */
  found: 113,
  /** 1 when the search is over; only between levels. */
  over: 114,
} as const;
const CONTROL_WORDS = 128;

/** Each thread counts for itself: at `generated + thread * PER_THREAD`, and so on. Doubles, as counts may be large. */
export const Tally = { generated: 0, expanded: 1 } as const;
export const PER_THREAD = 8;

/** What a record of a state is made of; see `states-shared.ts`. */
export interface RecordShape {
  readonly width: number;
  /** Of the identity; 0 if rows are compared. */
  readonly keyWidth: number;
}

export interface SearchMemory {
  readonly shape: RecordShape;
  readonly control: Int32Array;
  readonly tallies: Float64Array;
  readonly tables: readonly Int32Array[];
  /** Of records, `1 << chunkBits` in each. */
  readonly chunks: readonly Int32Array[];
  readonly chunkBits: number;
}

/** Parent, action and hash stand before the row. */
export const HEAD_WORDS = 3;
const CHUNK_WORDS = 2 ** 22;
const FIRST_SLOTS = 1 << 12;
/** Index + 1 must fit beside at least a few bits of a hash. */
const MOST_SLOTS = 2 ** 28;

export const recordWords = ({ width, keyWidth }: RecordShape): number => HEAD_WORDS + width + keyWidth;

/**
 * Reserves room for so many bytes of states at least; throws a RangeError if that much cannot be had. Nothing is taken of
 * the machine's memory until it is used.
 */
export function newSearchMemory(shape: RecordShape, bytes: number, threads: number): SearchMemory {
  const words = recordWords(shape);
  const chunkBits = Math.max(0, Math.floor(Math.log2(Math.min(CHUNK_WORDS, bytes / 4) / words)));
  const chunkWords = words << chunkBits;
  const chunks = Array.from({ length: Math.ceil(bytes / (chunkWords * 4)) }, () => shared(chunkWords));
  const states = chunks.length << chunkBits;
  const tables = [shared(FIRST_SLOTS)];
  for (let slots = FIRST_SLOTS * 4; slots <= Math.min(MOST_SLOTS, states * 4); slots *= 4)
    tables.push(shared(slots));
  return {
    shape,
    control: shared(CONTROL_WORDS),
    tallies: new Float64Array(new SharedArrayBuffer(threads * PER_THREAD * 8)),
    tables,
    chunks,
    chunkBits,
  };
}

function shared(words: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(words * 4));
}

export function tallied(memory: SearchMemory, what: number): number {
  let sum = 0;
  for (let at = what; at < memory.tallies.length; at += PER_THREAD) sum += memory.tallies[at]!;
  return sum;
}
