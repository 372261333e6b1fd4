/** What the threads of one search share, besides values: where it stands, and the states. All of it can be passed on. */

/** Places in `control`, each in a cache line of its own as different threads write them. */
export const At = {
  /** The lock of whoever changes how many take part, how many wait, or what is known of rows. */
  lock: 0,
  /** How many indices were given out: states, and gaps. */
  count: 16,
  /** Which table is in use. */
  table: 32,
  /** Raised by one when tables or layouts are others. */
  version: 33,
  /** How many indices there may be until all meet, and how many at all. */
  room: 34,
  most: 35,
  /** How many indices a thread takes at once. */
  block: 36,
  /** The next state of the level that nobody has taken. */
  next: 48,
  /** The level being expanded, from 1, the first index after it, and how many states there were when it began. */
  level: 64,
  levelEnd: 65,
  levelStates: 66,
  /** Raised by one whenever a level is done; threads wait for that. */
  epoch: 80,
  /** Raised by one whenever all have met. */
  met: 81,
  /** How many threads take part, how many of them have nothing left to do in this level, and how many wait for the others. */
  team: 96,
  idle: 97,
  meeting: 98,
  /** 1 when no other thread may join. */
  closed: 99,
  /** 1 while tables or layouts are being made. */
  torn: 100,
  /** 1 while a level is being opened. */
  turning: 101,
  /** How many threads rest, since that is asked for. */
  resting: 102,
  /** 1 when all are to meet. */
  wanted: 112,
  /** 1 when all are to end, at once. */
  stop: 113,
  /** 1 when something was found: the search ends with this level. */
  found: 114,
  /** 1 when the search is over; only between levels. */
  over: 115,
  /** 1 while all but the one that asks are to rest, wherever they are. */
  rest: 116,
} as const;
const CONTROL_WORDS = 128;

/**
 * Each thread counts for itself, and says that it joined: at `generated + thread * PER_THREAD`, and so on. Doubles, as
 * counts may be large. What follows is how far it is, for whoever saves the search (`saved.ts`) when the thread rests, or
 * was ended, wherever it was then:
 */
export const Tally = {
  generated: 0,
  expanded: 1,
  kept: 2,
  joined: 3,
  /** `generated`, and initial states generated, where the present expansion or initial state began. */
  begun: 4,
  initial: 5,
  /** The states that it has taken, from the one being expanded on, to before there; `TAKING` in the middle of taking some. */
  at: 6,
  to: 7,
  /** The indices that it may use for states; among initial states, from where the present one began. */
  free: 8,
  freeEnd: 9,
} as const;
export const PER_THREAD = 16;
export const TAKING = -1;

/** What is known of a state; see `states-shared.ts`. */
export interface StatesShape {
  readonly width: number;
  /** Of the identity; 0 if rows are compared. */
  readonly keyWidth: number;
  /** How many actions can be named. */
  readonly actions: number;
}

/** Packed rows; see `rows-shared.ts`. */
export interface RowsMemory {
  readonly width: number;
  /** All of one length. */
  readonly banks: readonly Int32Array[];
  /** How often the layout changed, and how many values were listed since then. */
  readonly control: Int32Array;
  /** Of each cell: the bits of its field; how many of them are needed. */
  readonly bits: Int32Array;
  readonly needed: Int32Array;
  /** Pairs: a cell, and a value that it has a code for, in the order of codes. */
  readonly listed: Int32Array;
  /** Of each thread: 1 and a row that does not fit in the layout, or 0. */
  readonly demands: Int32Array;
}

export interface SearchMemory {
  readonly shape: StatesShape;
  readonly control: Int32Array;
  readonly tallies: Float64Array;
  readonly tables: readonly Int32Array[];
  readonly keys: RowsMemory;
  /** The rows, where they are not what is compared. */
  readonly rows: RowsMemory | undefined;
  /** Parents and actions, in arrays of `WAYS_IN_BANK`. */
  readonly parents: readonly Int32Array[];
  readonly steps: readonly (Uint16Array | Int32Array)[];
}

const BANK_WORDS = 2 ** 22;
export const WAYS_IN_BANK = 2 ** 22;
/** How many states each thread may add at least after it was told that all are to meet. */
export const BEYOND = 256;
/** Index + 1 must fit beside at least a few bits of a hash. */
const MOST_SLOTS = 2 ** 28;
/** Of all lists of values, in pairs. */
const MOST_LISTED = 2 ** 23;
const CODES = 2 ** 16;
/** As in `states-rows.ts`; a bank holds whole chunks. */
const CHUNK = 2 ** 13;

/**
 * Reserves room for so many bytes of states at least; throws a RangeError if that much cannot be had. Nothing is taken of
 * the machine's memory until it is used.
 */
export function newSearchMemory(shape: StatesShape, bytes: number, threads: number): SearchMemory {
  const { width, keyWidth, actions } = shape;
  const hasIdentity = keyWidth > 0;
  const mostStates = Math.min(MOST_SLOTS * 0.75, bytes / 8);
  const tables: Int32Array[] = [];
  let slots = 2 ** 12;
  while (slots / 4 <= BEYOND * threads) slots *= 2;
  for (; tables.length === 0 || slots <= Math.min(MOST_SLOTS, mostStates * 6); slots *= 4)
    tables.push(words(slots));
  const rows = (cells: number): RowsMemory => rowsMemory(cells, bytes / (hasIdentity ? 2 : 1), threads);
  const banks = Array.from({ length: Math.ceil(mostStates / WAYS_IN_BANK) });
  const memory: SearchMemory = {
    shape,
    control: words(CONTROL_WORDS),
    tallies: new Float64Array(new SharedArrayBuffer(threads * PER_THREAD * 8)),
    tables,
    keys: rows(hasIdentity ? keyWidth : width),
    rows: hasIdentity ? rows(width) : undefined,
    parents: banks.map(() => words(WAYS_IN_BANK)),
    steps: banks.map(() =>
      actions > CODES ? words(WAYS_IN_BANK) : new Uint16Array(new SharedArrayBuffer(WAYS_IN_BANK * 2)),
    ),
  };
  memory.control[At.block] = 1;
  memory.control[At.team] = 1;
  return memory;
}

function rowsMemory(width: number, bytes: number, threads: number): RowsMemory {
  const inBank = Math.max(BANK_WORDS, CHUNK * width);
  return {
    width,
    banks: Array.from({ length: Math.ceil(bytes / (inBank * 4)) }, () => words(inBank)),
    control: words(16),
    bits: words(width),
    needed: words(width),
    listed: words(2 * Math.min(MOST_LISTED, width * CODES)),
    demands: words(threads * (width + 1)),
  };
}

function words(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * 4));
}

export function tallied(memory: SearchMemory, what: number): number {
  let sum = 0;
  for (let at = what; at < memory.tallies.length; at += PER_THREAD) sum += memory.tallies[at]!;
  return sum;
}
