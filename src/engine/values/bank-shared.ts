/**
 * A bank that several threads use at once: refs mean the same in all of them.
 *
 * Representation. The words of a Bank, in shared memory that is reserved at its full size, so that it never moves; pages
 * that were never touched cost nothing. Tables of growing sizes are reserved too; `TABLE` tells which is in use. Names
 * stand in `names`, each as its length and its code units; every thread has its own map of those it has seen.
 *
 * Lookups take no lock. A slot is written when its entry is complete, and an entry never changes; what is read depends
 * on the slot that was read, so that no processor reads it earlier. Who misses takes the lock and looks again, in the
 * table in use: an old one is incomplete, but what it has is right. So a hit costs what it costs in a Bank.
 */

import { Lock } from "../parallel/lock.js";
import {
  Bank,
  EMPTY_TUPLE,
  hash,
  Kind,
  placeEntries,
  type Ref,
  type SavedBank,
  type SharedElements,
} from "./bank.js";

/** What is passed to other threads. */
export interface BankMemory {
  readonly control: Int32Array;
  readonly arena: Int32Array;
  readonly tables: readonly Int32Array[];
  readonly names: Int32Array;
  /** Of universes. */
  readonly elements: Int32Array;
}

const LOCK = 0;
const USED = 1;
const COUNT = 2;
const TABLE = 3;
const NAMES = 4;
const NAME_WORDS = 5;
/** Held while an element gets a number; never taken by who holds the other one. */
const UNIVERSES = 6;
const CONTROL_WORDS = 16;

const FIRST_SLOTS = 1 << 12;
const MOST_NAME_WORDS = 1 << 23;

/** Room for so many words of values, rounded up; throws a RangeError if that much cannot be reserved. */
export function newBankMemory(words: number): BankMemory {
  const tables: Int32Array[] = [];
  const enough = Math.max(words / 4, FIRST_SLOTS);
  for (let slots = FIRST_SLOTS; tables.length === 0 || slots <= enough; slots *= 4)
    tables.push(shared(slots));
  const names = shared(Math.min(words, MOST_NAME_WORDS));
  const elements = shared(MOST_UNIVERSES * UNIVERSE_WORDS);
  const memory = { control: shared(CONTROL_WORDS), arena: shared(words), tables, names, elements };
  memory.arena.set([Kind.boolean, Kind.boolean, Kind.set, Kind.tuple]);
  memory.control[USED] = (EMPTY_TUPLE >> 1) + 1;
  memory.control[COUNT] = (EMPTY_TUPLE >> 1) + 1;
  return memory;
}

function shared(words: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(words * 4));
}

/** Not the specification's fault, but one of memory. */
function full(): RangeError {
  return new RangeError("Array buffer allocation failed: what is reserved for values is full");
}

/** Kinds of sets of one model, and words for the elements of each. */
const MOST_UNIVERSES = 192;
const UNIVERSE_WORDS = 128 + 1;

export class SharedBank extends Bank {
  readonly memory: BankMemory;
  private readonly control: Int32Array;
  private readonly lock: Lock;
  private readonly universes: Lock;
  private current = 0;
  private nameWords = 0;

  constructor(memory: BankMemory) {
    super();
    this.memory = memory;
    this.control = memory.control;
    this.lock = new Lock(memory.control, LOCK);
    this.universes = new Lock(memory.control, UNIVERSES);
    this.arena = memory.arena;
    this.table = memory.tables[0]!;
    this.refresh();
    this.readNames();
  }

  override get entries(): number {
    return this.control[COUNT]!;
  }
  override get bytes(): number {
    return this.usedBytes;
  }
  override get usedBytes(): number {
    return this.usedWords * 4 + this.memory.tables[this.control[TABLE]!]!.byteLength;
  }
  override get usedWords(): number {
    return this.control[USED]!;
  }
  override get nameCount(): number {
    return this.control[NAMES]!;
  }

  override textOf(ref: Ref): string {
    const token = this.tokenOf(ref);
    if (token >= this.names.length) this.readNames();
    return this.names[token]!;
  }

  override token(name: string): number {
    const known = this.tokens.get(name);
    if (known !== undefined) return known;
    this.lock.acquire();
    try {
      this.readNames();
      return this.tokens.get(name) ?? this.addName(name);
    } finally {
      this.lock.release();
    }
  }

  /** As in `Bank`; before any other thread is there. Throws a RangeError where there is no room for the values. */
  override restore({ words, names }: SavedBank): boolean {
    const { control, arena, memory } = this;
    const used = control[USED]!;
    for (let i = 0; i < used; i++) if (arena[i] !== words[i]) return false;
    for (const [i, name] of this.names.entries()) if (names[i] !== name) return false;
    if (words.length > arena.length) throw full();
    for (let i = this.names.length; i < names.length; i++) this.token(names[i]!);
    arena.set(words.subarray(used), used);
    let count = 0;
    for (let place = 0; place < words.length; place += 1 + (arena[place]! >> 4)) count += 1;
    const isEnough = (table: Int32Array): boolean => count * 8 <= table.length * 5;
    const found = memory.tables.findIndex(isEnough);
    const number = found < 0 ? memory.tables.length - 1 : found;
    const table = memory.tables[number]!;
    if (count * 16 > table.length * 15) throw full();
    table.fill(0);
    placeEntries(table, arena, words.length);
    control[USED] = words.length;
    control[COUNT] = count;
    Atomics.store(control, TABLE, number);
    this.current = number;
    this.table = table;
    return true;
  }

  override sharedElements(universe: number): SharedElements {
    const { elements } = this.memory;
    if (universe >= MOST_UNIVERSES) throw full();
    const lock = this.universes;
    return {
      words: elements.subarray(universe * UNIVERSE_WORDS, (universe + 1) * UNIVERSE_WORDS),
      alone: (run) => {
        lock.acquire();
        try {
          return run();
        } finally {
          lock.release();
        }
      },
    };
  }

  /** When all other threads have ended, maybe in the middle of something. */
  free(): void {
    this.lock.free();
    this.universes.free();
  }

  /** After an interruption: what this thread was in the middle of is given up. */
  giveBack(): void {
    this.lock.giveBack();
    this.universes.giveBack();
  }

  protected override add(head: number, mark: number, length: number): Ref {
    this.lock.acquire();
    try {
      return this.addLocked(head, mark, length);
    } finally {
      this.lock.release();
    }
  }

  private addLocked(head: number, mark: number, length: number): Ref {
    this.refresh();
    const { stack, table, arena, control } = this;
    const mask = table.length - 1;
    let slot = hash(head, stack, mark, mark + length) & mask;
    for (let place = table[slot]!; place !== 0; place = table[slot]!) {
      if (arena[place] === head) {
        let i = 0;
        while (i < length && arena[place + 1 + i] === stack[mark + i]) i++;
        if (i === length) return place << 1;
      }
      slot = (slot + 1) & mask;
    }
    const place = control[USED]!;
    const end = place + length + 1;
    if (end > arena.length) throw full();
    arena[place] = head;
    for (let i = 0; i < length; i++) arena[place + 1 + i] = stack[mark + i]!;
    control[USED] = end;
    control[COUNT] = control[COUNT]! + 1;
    Atomics.store(table, slot, place);
    if (control[COUNT]! * 8 > table.length * 5) this.grow();
    return place << 1;
  }

  private grow(): void {
    const next = this.current + 1;
    const table = this.memory.tables[next];
    if (table === undefined) {
      if (this.control[COUNT]! * 16 > this.table.length * 15) throw full();
      return;
    }
    placeEntries(table, this.arena, this.control[USED]!);
    Atomics.store(this.control, TABLE, next);
    this.refresh();
  }

  private refresh(): void {
    const current = this.control[TABLE]!;
    if (current === this.current) return;
    this.current = current;
    this.table = this.memory.tables[current]!;
  }

  private addName(name: string): number {
    const { names } = this.memory;
    const start = this.nameWords;
    if (start + 1 + name.length > names.length) throw full();
    names[start] = name.length;
    for (let i = 0; i < name.length; i++) names[start + 1 + i] = name.charCodeAt(i);
    this.control[NAME_WORDS] = start + 1 + name.length;
    Atomics.store(this.control, NAMES, this.control[NAMES]! + 1);
    this.readNames();
    return this.names.length - 1;
  }

  /** Takes up names that other threads added. */
  private readNames(): void {
    const { names } = this.memory;
    const count = Atomics.load(this.control, NAMES);
    while (this.names.length < count) {
      const start = this.nameWords;
      const end = start + 1 + names[start]!;
      let name = "";
      for (let i = start + 1; i < end; i++) name += String.fromCharCode(names[i]!);
      this.tokens.set(name, this.names.length);
      this.names.push(name);
      this.nameWords = end;
    }
  }
}
