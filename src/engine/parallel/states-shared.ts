/**
 * The states that all threads of a search have found, each once.
 *
 * Representation. That of a `StateSet`, in memory that all share: a table, packed rows, parents and actions. Indices are
 * given out some at a time, so that threads write to different places; those that a thread has left when a level ends are
 * *gaps*, whose parent is `GAP`. `size` counts states, `reserved` all indices.
 *
 * No lookup takes a lock: a slot is written when its state is complete, and that never changes. Nor does adding: a state
 * is written down and then put into the first slot that is free, if it is so still; if not, what was put there is looked
 * at. Larger tables, and layouts with room for more values, are made when all have met (`meet`): threads ask for
 * that in `control` and come when they have no successor put off. After each meeting, and between levels, each has to
 * `sync`.
 */

import { GAP } from "../explore/explore-order.js";
import { ABSENT, type SavedStates, StateSet } from "../explore/states.js";
import { CHUNK, CHUNK_BITS, IN_CHUNK } from "../explore/states-rows.js";
import type { CompiledModel, Row } from "../model.js";
import { Lock } from "./lock.js";
import { At, BEYOND, PER_THREAD, type SearchMemory, TAKING, Tally, tallied, WAYS_IN_BANK } from "./memory.js";
import { SharedRows } from "./rows-shared.js";

/** What is to be known of the model. */
export type Kinds = Pick<CompiledModel, "identity" | "patterns" | "starts">;

export class SharedStates extends StateSet {
  /** Lets all threads meet; without others, this one does alone what is to be done then. */
  meet: () => void;
  private readonly memory: SearchMemory;
  private readonly control: Int32Array;
  private readonly thread: number;
  /** Also of who changes how many take part, or wait. */
  readonly lock: Lock;
  private readonly shared: { readonly keys: SharedRows; readonly rows: SharedRows };
  private readonly rowPacked: Int32Array;
  private version = -1;
  /** Indices that this thread may use: from here to before there. */
  private free = 0;
  private freeEnd = 0;

  constructor(memory: SearchMemory, { identity, patterns, starts }: Kinds = {}, thread = 0) {
    const { shape, control } = memory;
    const lock = new Lock(control, At.lock);
    const keys = new SharedRows(memory.keys, lock, identity === undefined ? patterns : identity.patterns);
    const rows = memory.rows === undefined ? keys : new SharedRows(memory.rows, lock, patterns);
    super(shape.width, shape.actions, identity, patterns, { keys, rows });
    this.memory = memory;
    this.control = control;
    this.thread = thread;
    this.lock = lock;
    this.shared = { keys, rows };
    this.rowPacked = new Int32Array(shape.width);
    if (starts !== undefined) this.tellStarts(starts);
    this.meet = () => {
      this.maintain();
      this.sync();
    };
    if (control[At.room] === 0) this.maintain();
    this.sync();
  }

  override get size(): number {
    return tallied(this.memory, Tally.kept);
  }

  /** Indices of states and gaps are below it. */
  get reserved(): number {
    return this.control[At.count]!;
  }

  /** What is in use. */
  override get bytes(): number {
    const { keys, rows } = this.shared;
    const words = keys.words + (rows === keys ? 0 : rows.words);
    return this.reserved * (4 * words + this.wayBytes) + this.table.byteLength;
  }

  /** The most that a larger table takes. */
  override get nextBytes(): number {
    return this.table.byteLength * 4;
  }

  /** Whether whoever made a table or a layout was ended in the middle of that. */
  get isTorn(): boolean {
    return this.control[At.torn] !== 0;
  }

  /** Whether no state has this index. */
  override isGap(index: number): boolean {
    return this.parentOf(index) === GAP;
  }

  /** Adds the row that `find` or `probe` has just not found, copying it; false if another thread was first. */
  override keep(row: Row, parent: number, action: number): boolean {
    const { keys, rows } = this.shared;
    const { version } = this;
    const { isForeign } = this;
    if (isForeign) this.learnAll(keys, this.keyOf(row));
    if (rows !== keys && !rows.packing.pack(row, this.rowPacked)) {
      this.learnAll(rows, row);
      rows.packing.pack(row, this.rowPacked);
    }
    // What was packed before may be packed in another way now.
    if (isForeign || version !== this.version) {
      keys.packing.pack(this.keyOf(row), this.packed);
      this.latest = this.searchPacked();
      if (this.latest !== ABSENT) return false;
    }
    return this.insert(parent, action);
  }

  /** The indices that this thread has left become gaps: the level ends. */
  leave(): void {
    this.leaveFree(this.free, this.freeEnd);
    this.free = this.freeEnd;
    this.memory.tallies[this.thread * PER_THREAD + Tally.free] = this.free;
  }

  /** Makes gaps of the indices from one to before another, which are no states. */
  leaveFree(from: number, to: number): void {
    for (let i = from; i < to; i++) this.parents[i >> CHUNK_BITS]![i & IN_CHUNK] = GAP;
  }

  /** Puts down where the present initial state begins, with what was generated before. */
  beginInitial(generated: number, initial: number): void {
    const { tallies } = this.memory;
    const mine = this.thread * PER_THREAD;
    tallies[mine + Tally.begun] = generated;
    tallies[mine + Tally.initial] = initial;
    tallies[mine + Tally.at] = this.free < this.freeEnd ? this.free : this.reserved;
  }

  /** Whether all are to meet. */
  get isMeetingWanted(): boolean {
    return this.control[At.wanted] !== 0;
  }

  /** Takes up what the others did, while no successor is put off. */
  sync(): void {
    const { memory, control } = this;
    const { keys, rows } = this.shared;
    if (control[At.version] !== this.version) {
      this.version = control[At.version]!;
      keys.follow();
      if (rows !== keys) rows.follow();
      this.table = memory.tables[control[At.table]!]!;
      this.mask = this.table.length - 1;
      this.reach();
      this.batch.reset(keys.words);
    }
    keys.learnListed();
    if (rows !== keys) rows.learnListed();
    keys.reach(0, this.reserved);
    if (this.base !== ABSENT && rows === keys) keys.packing.pack(this.baseRow, this.basePacked);
  }

  /** When all others wait: does what they wait for. They have to `sync` then, and so has this one. */
  maintain(): void {
    const { memory, control, reserved } = this;
    const { keys, rows } = this.shared;
    control[At.torn] = 1;
    const relaid = keys.meetDemands(reserved);
    if (rows !== keys) rows.meetDemands(reserved);
    let number = control[At.table]!;
    const isGrown = number + 1 < memory.tables.length && reserved > roomIn(memory.tables[number]!) - BEYOND;
    if (isGrown) number += 1;
    const table = memory.tables[number]!;
    this.table = table;
    this.mask = table.length - 1;
    this.count = reserved;
    this.setRoom(number);
    if (relaid && !isGrown) table.fill(0);
    if (relaid || isGrown) {
      this.reach();
      this.placeAll();
    }
    control[At.table] = number;
    control[At.wanted] = 0;
    control[At.torn] = 0;
    Atomics.add(control, At.version, 1);
  }

  /** When all other threads have ended, maybe in the middle of something. */
  release(): void {
    this.lock.free();
  }

  /** Puts saved states, in order, in the place of those that are there; before any other thread is there. */
  override restore({ count, keys: savedKeys, rows: savedRows, parents, steps }: SavedStates): void {
    const { memory, control } = this;
    const { keys, rows } = this.shared;
    const needed = count + BEYOND * this.threads;
    let number = memory.tables.findIndex((table) => roomIn(table) > needed);
    if (number < 0) number = memory.tables.length - 1;
    this.count = count;
    control[At.count] = count;
    this.table = memory.tables[number]!.fill(0);
    this.mask = this.table.length - 1;
    const reachAll = (): void => {
      this.setRoom(number);
      if (count > control[At.most]!) throw new RangeError("too many states for what is reserved");
      this.reach();
    };
    // Where rows are not compared, the room in both is only known when both layouts are.
    keys.restore(savedKeys, count, rows === keys ? reachAll : () => keys.reach(count, count));
    if (savedRows !== undefined) rows.restore(savedRows, count, reachAll);
    for (const [i, chunk] of parents.entries()) this.parents[i]!.set(chunk);
    for (const [i, chunk] of steps.entries()) this.steps[i]!.set(chunk);
    this.placeAll();
    control[At.table] = number;
    memory.tallies[this.thread * PER_THREAD + Tally.kept] = count;
    Atomics.add(control, At.version, 1);
    this.sync();
  }

  // ---------------------------------------------------------------------------------------------------------- adding

  /** Gives all values of a row codes; where that takes another layout, all meet. */
  private learnAll(store: SharedRows, row: Row): void {
    while (!store.learnRow(row)) {
      store.demand(row, this.thread);
      Atomics.store(this.control, At.wanted, 1);
      this.meet();
    }
  }

  /** Adds what was looked for last, and is packed. */
  private insert(parent: number, action: number): boolean {
    const { table, mask, hash, packed } = this;
    const { keys, rows } = this.shared;
    if (this.isThere(table[this.slot]!)) return false;
    if (this.free === this.freeEnd) this.reserve();
    const index = this.free;
    keys.put(index, packed);
    if (rows !== keys) rows.put(index, this.rowPacked);
    const chunk = index >> CHUNK_BITS;
    this.parents[chunk]![index & IN_CHUNK] = parent;
    this.steps[chunk]![index & IN_CHUNK] = action;
    const entry = (hash & ~mask) | (index + 1);
    for (;;) {
      const there = Atomics.compareExchange(table, this.slot, 0, entry);
      if (there === 0) break;
      if (this.isThere(there)) return false;
    }
    const { tallies } = this.memory;
    const mine = this.thread * PER_THREAD;
    this.free = index + 1;
    this.latest = index;
    tallies[mine + Tally.free] = index + 1;
    tallies[mine + Tally.kept]! += 1;
    return true;
  }

  /** Whether the state is among those from this slot on, in which `slot` was; goes to the next that is free. */
  private isThere(slot: number): boolean {
    const { table, mask, hash, packed } = this;
    let there = slot;
    while (there !== 0) {
      if (((there ^ hash) & ~mask) === 0 && this.shared.keys.holds((there & mask) - 1, packed)) {
        this.latest = (there & mask) - 1;
        return true;
      }
      this.slot = (this.slot + 1) & mask;
      there = table[this.slot]!;
    }
    return false;
  }

  private reserve(): void {
    const { control } = this;
    const { tallies } = this.memory;
    const mine = this.thread * PER_THREAD;
    const many = control[At.block]!;
    tallies[mine + Tally.free] = TAKING;
    const start = Atomics.add(control, At.count, many);
    if (start + many > control[At.most]!) {
      Atomics.sub(control, At.count, many);
      tallies[mine + Tally.free] = this.free;
      throw new RangeError("too many states for what is reserved");
    }
    if (start + many > control[At.room]!) Atomics.store(control, At.wanted, 1);
    this.free = start;
    this.freeEnd = start + many;
    tallies[mine + Tally.freeEnd] = start + many;
    tallies[mine + Tally.free] = start;
  }

  // ------------------------------------------------------------------------------------------------------------ room

  /** How many indices there may be with this table and the present layouts. */
  private setRoom(number: number): void {
    const { memory, control } = this;
    const { keys, rows } = this.shared;
    const { tables, parents } = memory;
    const isLast = number + 1 === tables.length;
    const inTable = isLast ? Math.floor(tables[number]!.length * 0.9) : roomIn(tables[number]!);
    const inRows = Math.min(keys.capacity, rows.capacity, parents.length * WAYS_IN_BANK);
    // Without a larger table, there is nothing to meet for.
    control[At.room] = isLast || inTable > inRows ? 2 ** 31 - 1 : inTable;
    control[At.most] = Math.min(inRows, isLast ? inTable : inTable + BEYOND * this.threads);
  }

  private get threads(): number {
    return this.memory.tallies.length / PER_THREAD;
  }

  /** Makes all places reachable that threads may use before they meet the next time. */
  private reach(): void {
    const { memory, control, reserved } = this;
    const { keys, rows } = this.shared;
    const most = control[At.most]!;
    keys.reach(most, reserved);
    if (rows !== keys) rows.reach(most, reserved);
    for (let number = this.parents.length; number * CHUNK < most; number++) {
      const bank = Math.floor((number * CHUNK) / WAYS_IN_BANK);
      const start = (number * CHUNK) % WAYS_IN_BANK;
      this.parents.push(memory.parents[bank]!.subarray(start, start + CHUNK));
      this.steps.push(memory.steps[bank]!.subarray(start, start + CHUNK));
    }
  }
}

const roomIn = (table: Int32Array): number => (table.length / 4) * 3;
