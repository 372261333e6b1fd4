/**
 * The bank of values: every value that an evaluation meets, once. Two values are equal exactly when their refs are.
 *
 * Representation. A `Ref` is a small integer. Odd: the integer (ref-1)/2, for -2^30 <= n < 2^30. Even: twice the place
 * of an entry in `arena`. The word there is the entry's head, its kind + 16 * the length of its payload, which follows:
 *
 *   boolean   nothing (FALSE and TRUE stand at 0 and 1)
 *   string    its token                              model     its token
 *   wide      the integer itself, |n| >= 2^30
 *   set       its elements, ascending in the order of `compare`, without repetition
 *   tuple     its items
 *   record    the set of its field names, then their values in the order of that set
 *   function  its domain, then the values in the order of the domain
 *
 * Invariant: a function over 1..n is a tuple (the empty function is the empty tuple), a function over strings is a
 * record; so a value has one form. Entries are found by an exact hash table of open addressing (`table` holds places, 0
 * is free; FALSE, TRUE, {} and <<>> are not in it): no fingerprints, no JavaScript object for a value.
 *
 * Tokens number names in the order of their first appearance: strings and model values are ordered by it, as in TLC.
 *
 * The arena is replaced when it grows: whoever reads it directly must fetch it again after adding a value.
 * New values are built on a stack: `mark()`, `push(ref)` for each part, then `tuple(mark)`, `set(mark)`…, which pop.
 */
import { bankFull, duplicateArgument, integerTooBig, tooManyParts } from "./bank-errors.js";
import { sortRange } from "./bank-sort.js";
import { compare } from "./compare.js";
import { show } from "./show.js";

/** A value: an integer (odd) or an entry of a bank (even). */
export type Ref = number;

export const Kind = {
  boolean: 0,
  string: 1,
  model: 2,
  wide: 3,
  set: 4,
  tuple: 5,
  record: 6,
  function: 7,
  integer: 8,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

export const FALSE: Ref = 0;
export const TRUE: Ref = 2;
export const EMPTY_SET: Ref = 4;
/** The empty sequence, which is also the empty function. */
export const EMPTY_TUPLE: Ref = 6;

/**
 * Whose behaviour is kept where versions of TLC differ. 2.18 orders functions of one size by the first argument, its
 * value, the second argument…, lets sequences be compared to strings (as sequences of characters) and sorts typed
 * model values among everything; `later` versions compare all arguments before all values and do neither.
 */
export type TlcVersion = "2.18" | "later";

const SMALL = 2 ** 30;
const FIRST_ENTRIES = 1 << 10;
const NONE = new Int32Array(0);
/** Twice a place must fit a ref: 4 GB. */
const MOST_WORDS = 2 ** 30;

/** Of one value. Times 16 it must fit a word, and counterexamples are to be printed without exhausting the process. */
const MOST_PARTS = 2 ** 24;

/** Words of pairs that are sorted where they stand. */
const FEW_PAIRS = 48;

/** The values of a bank: what its arena holds, and the names in the order of their tokens. */
export interface SavedBank {
  readonly words: Int32Array;
  readonly names: readonly string[];
}

/** Elements of a universe in memory of several threads: `words[0]` tells how many, then they follow. */
export interface SharedElements {
  readonly words: Int32Array;
  /** Runs something while no other thread does so. */
  alone<T>(run: () => T): T;
}

export class Bank {
  arena: Int32Array = NONE;
  protected table: Int32Array = NONE;
  protected count = 0;
  protected used = 0;
  protected stack: Int32Array = NONE;
  private top = 0;
  protected readonly names: string[] = [];
  protected readonly tokens = new Map<string, number>();

  readonly tlc: TlcVersion;

  constructor(tlc: TlcVersion = "2.18") {
    this.tlc = tlc;
    // Given a second time, so that the optimiser does not take them for what never changes: all its code of the bank would
    // be of no use from the first growth on.
    this.arena = new Int32Array(FIRST_ENTRIES * 4);
    this.table = new Int32Array(FIRST_ENTRIES * 2);
    this.stack = new Int32Array(256);
    this.arena.set([Kind.boolean, Kind.boolean, Kind.set, Kind.tuple]);
    this.used = 4;
    this.count = 4;
  }

  // --------------------------------------------------------------------------------------------------- reading

  /** How many values there are, integers of 31 bits not counted. */
  get entries(): number {
    return this.count;
  }

  /** The hash table as it is now: places in the arena. An entry is found from where its `hash` leads. */
  get places(): Int32Array {
    return this.table;
  }

  /** Bytes taken by the arrays, their reserve included. */
  get bytes(): number {
    return this.arena.byteLength + this.table.byteLength;
  }

  /** Bytes that the values take, with their share of the table. */
  get usedBytes(): number {
    return this.used * 4 + this.table.byteLength;
  }

  /** How many words of the arena are in use, and how many names have tokens: what there is now lies below. */
  get usedWords(): number {
    return this.used;
  }
  get nameCount(): number {
    return this.names.length;
  }

  kind(ref: Ref): Kind {
    return (ref & 1) === 1 ? Kind.integer : ((this.arena[ref >> 1]! & 15) as Kind);
  }

  isInt(ref: Ref): boolean {
    return (ref & 1) === 1 || (this.arena[ref >> 1]! & 15) === Kind.wide;
  }

  /** The integer that a ref is; the caller has seen that it is one. */
  intOf(ref: Ref): number {
    return (ref & 1) === 1 ? ref >> 1 : this.arena[(ref >> 1) + 1]!;
  }

  /** The text of a string, the name of a model value. */
  textOf(ref: Ref): string {
    return this.names[this.tokenOf(ref)]!;
  }

  /** The place of a string or model value in the order of first appearance. */
  tokenOf(ref: Ref): number {
    return this.arena[(ref >> 1) + 1]!;
  }

  /** How many elements, items, fields or arguments a set, tuple, record or function has. */
  size(ref: Ref): number {
    const head = this.arena[ref >> 1]!;
    return (head & 15) >= Kind.record ? (head >> 4) - 1 : head >> 4;
  }

  /** Element i (from 0) of a set, item i of a tuple, value i of a record or function. */
  at(ref: Ref, i: number): Ref {
    return this.arena[this.first(ref) + i]!;
  }

  /** Where in the arena the elements, items or values begin. */
  first(ref: Ref): number {
    const place = ref >> 1;
    return place + ((this.arena[place]! & 15) >= Kind.record ? 2 : 1);
  }

  /** The domain of a record or function, a set. */
  domainOf(ref: Ref): Ref {
    return this.arena[(ref >> 1) + 1]!;
  }

  /** The elements, items or values as an array of its own. */
  list(ref: Ref): Ref[] {
    const first = this.first(ref);
    const { arena } = this;
    const refs: Ref[] = [];
    for (let i = 0, n = this.size(ref); i < n; i++) refs.push(arena[first + i]!);
    return refs;
  }

  // ---------------------------------------------------------------------------------------------------- making

  /** The ref of an integer. Throws an EvaluationError beyond 32 bits. */
  int(n: number): Ref {
    if (n >= -SMALL && n < SMALL) return 2 * n + 1;
    if (n < -2147483648 || n > 2147483647) throw integerTooBig(String(n));
    const mark = this.top;
    this.push(n);
    return this.intern(Kind.wide, mark);
  }

  /** Where threads over one bank keep the elements of a universe; undefined if there is but one. */
  sharedElements(_universe: number): SharedElements | undefined {
    return undefined;
  }

  bool(b: boolean): Ref {
    return b ? TRUE : FALSE;
  }

  string(text: string): Ref {
    return this.named(Kind.string, text);
  }

  /** A model value. One whose name begins with a character and `_` has that character as its type. */
  model(name: string): Ref {
    return this.named(Kind.model, name);
  }

  /** The number of a name in the order of appearance; gives it the next one if it is new. Names of the
   * specification that TLC meets before its strings must be announced in that order to have TLC's order of strings. */
  token(name: string): number {
    const old = this.tokens.get(name);
    if (old !== undefined) return old;
    this.tokens.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  /** The height of the stack: the parts of the next value begin here. */
  mark(): number {
    return this.top;
  }

  push(ref: Ref): void {
    if (this.top === this.stack.length) this.stack = grown(this.stack, this.top * 2);
    this.stack[this.top++] = ref;
  }

  /** Drops what was pushed since `mark`: after an EvaluationError. */
  release(mark: number): void {
    this.top = mark;
  }

  tuple(mark: number): Ref {
    return this.top === mark ? this.drop(mark, EMPTY_TUPLE) : this.intern(Kind.tuple, mark);
  }

  /** The set of the values pushed, in any order. Throws an EvaluationError where two cannot be compared. */
  set(mark: number): Ref {
    if (this.top - mark < 2) {
      return this.top === mark ? this.drop(mark, EMPTY_SET) : this.intern(Kind.set, mark);
    }
    this.top = sortRange(this, this.stack, mark, this.top);
    return this.intern(Kind.set, mark);
  }

  /** The set of the values pushed; they ascend strictly. */
  sortedSet(mark: number): Ref {
    return this.top === mark ? this.drop(mark, EMPTY_SET) : this.intern(Kind.set, mark);
  }

  /** A tuple, record or function with another value at a place (from 0). */
  replaced(ref: Ref, place: number, value: Ref): Ref {
    const mark = this.top;
    const { arena } = this;
    const start = ref >> 1;
    const head = arena[start]!;
    const length = head >> 4;
    while (mark + length > this.stack.length) this.stack = grown(this.stack, this.stack.length * 2);
    const { stack } = this;
    for (let i = 0; i < length; i++) stack[mark + i] = arena[start + 1 + i]!;
    stack[mark + place + ((head & 15) >= Kind.record ? 1 : 0)] = value;
    this.top = mark + length;
    return this.intern((head & 15) as Kind, mark);
  }

  /** The record whose field names, a set of strings, were pushed, and then its values in the order of that set. */
  recordOver(mark: number): Ref {
    return this.intern(Kind.record, mark);
  }

  /** The function over a set whose values were pushed, in the order of the set. */
  functionOver(domain: Ref, mark: number): Ref {
    const n = this.top - mark;
    if (n === 0) return EMPTY_TUPLE;
    const start = (domain >> 1) + 1;
    const least = this.arena[start]!;
    // Model values come first in the order, and nothing else can stand beside integers or strings.
    if ((least & 1) === 1) {
      if (least === 3 && this.arena[start + n - 1] === 2 * n + 1) return this.intern(Kind.tuple, mark);
      return this.internOver(Kind.function, domain, mark);
    }
    const kind = this.kind(least) === Kind.string ? Kind.record : Kind.function;
    return this.internOver(kind, domain, mark);
  }

  /** The function from the pairs pushed (argument, value, argument…), in any order. Throws if an argument repeats. */
  functionOf(mark: number): Ref {
    if (this.top - mark <= FEW_PAIRS) this.sortPairs(mark);
    else {
      const pairs: [Ref, Ref][] = [];
      for (let i = mark; i < this.top; i += 2) pairs.push([this.stack[i]!, this.stack[i + 1]!]);
      pairs.sort((a, b) => compare(this, a[0], b[0]));
      for (const [i, pair] of pairs.entries()) this.stack.set(pair, mark + 2 * i);
    }
    const { stack } = this;
    const values: Ref[] = [];
    for (let i = mark, to = mark; i < this.top; i += 2, to++) {
      const key = stack[i]!;
      if (to > mark && key === stack[to - 1]) {
        this.top = mark;
        throw duplicateArgument(show(this, key), [key]);
      }
      stack[to] = key;
      values.push(stack[i + 1]!);
    }
    this.top = mark + values.length;
    const domain = this.sortedSet(mark);
    for (const value of values) this.push(value);
    return this.functionOver(domain, mark);
  }

  tupleOf(items: readonly Ref[]): Ref {
    return this.tuple(this.pushAll(items));
  }

  setOf(elements: readonly Ref[]): Ref {
    return this.set(this.pushAll(elements));
  }

  /** A record from its fields. Throws an EvaluationError if a name repeats. */
  recordOf(fields: readonly (readonly [string, Ref])[]): Ref {
    const mark = this.top;
    for (const [name, value] of fields) {
      this.push(this.string(name));
      this.push(value);
    }
    return this.functionOf(mark);
  }

  /** Puts the pairs from `mark` on in the order of their first parts. */
  private sortPairs(mark: number): void {
    for (let i = mark + 2; i < this.top; i += 2) {
      const [key, value] = [this.stack[i]!, this.stack[i + 1]!];
      let at = i;
      for (; at > mark && compare(this, key, this.stack[at - 2]!) < 0; at -= 2) {
        const { stack } = this;
        stack[at] = stack[at - 2]!;
        stack[at + 1] = stack[at - 1]!;
      }
      this.stack[at] = key;
      this.stack[at + 1] = value;
    }
  }

  // -------------------------------------------------------------------------------------------- saving, restoring

  /** The values that were there when so many words and names were in use; a view of the arena. */
  saved(words: number, names: number): SavedBank {
    return { words: this.arena.subarray(0, words), names: this.names.slice(0, names) };
  }

  /** Takes up saved values, refs as they were; false, with nothing changed, if this bank's own are not among the first. */
  restore({ words, names }: SavedBank): boolean {
    for (let i = 0; i < this.used; i++) if (this.arena[i] !== words[i]) return false;
    for (const [i, name] of this.names.entries()) if (names[i] !== name) return false;
    for (let i = this.names.length; i < names.length; i++) this.token(names[i]!);
    this.arena = grown(words, Math.max(this.arena.length, words.length));
    this.used = words.length;
    this.count = 0;
    for (let place = 0; place < this.used; place += 1 + (this.arena[place]! >> 4)) this.count += 1;
    let slots = this.table.length;
    while (this.count * 8 > slots * 5) slots *= 2;
    this.fillTable(slots);
    return true;
  }

  // --------------------------------------------------------------------------------------------------- storage

  private pushAll(refs: readonly Ref[]): number {
    const mark = this.top;
    for (let i = 0; i < refs.length; i++) this.push(refs[i]!);
    return mark;
  }

  private named(kind: Kind, text: string): Ref {
    const mark = this.top;
    this.push(this.token(text));
    return this.intern(kind, mark);
  }

  private drop(mark: number, ref: Ref): Ref {
    this.top = mark;
    return ref;
  }

  /** As `intern`, with the domain put before the values. */
  private internOver(kind: Kind, domain: Ref, mark: number): Ref {
    this.push(0);
    const { stack } = this;
    for (let i = this.top - 1; i > mark; i--) stack[i] = stack[i - 1]!;
    stack[mark] = domain;
    return this.intern(kind, mark);
  }

  /** The entry of this kind with the payload that stands on the stack from `mark`; pops it. */
  private intern(kind: Kind, mark: number): Ref {
    const { stack, table, arena, top } = this;
    const length = top - mark;
    const head = (length << 4) | kind;
    this.top = mark;
    const mask = table.length - 1;
    let slot = hash(head, stack, mark, top) & mask;
    for (let place = table[slot]!; place !== 0; place = table[slot]!) {
      if (arena[place] === head) {
        let i = 0;
        while (i < length && arena[place + 1 + i] === stack[mark + i]) i++;
        if (i === length) return place << 1;
      }
      slot = (slot + 1) & mask;
    }
    if (length >= MOST_PARTS) throw tooManyParts(MOST_PARTS);
    return this.add(head, mark, length, slot);
  }

  /** Makes an entry that is not there; its parts are on the stack from `mark` on, its place in the table is `slot`. */
  protected add(head: number, mark: number, length: number, slot: number): Ref {
    const place = this.used;
    const end = place + length + 1;
    if (end > this.arena.length) this.growArena(end);
    const { arena, stack } = this;
    arena[place] = head;
    for (let i = 0; i < length; i++) arena[place + 1 + i] = stack[mark + i]!;
    this.used = end;
    this.table[slot] = place;
    this.count += 1;
    if (this.count * 8 > this.table.length * 5) this.growTable();
    return place << 1;
  }

  private growArena(needed: number): void {
    if (needed > MOST_WORDS) throw bankFull(MOST_WORDS * 4);
    const length = this.arena.length;
    const wanted = length < 2 ** 26 ? length * 2 : Math.ceil(length * 1.5);
    this.arena = grown(this.arena, Math.min(MOST_WORDS, Math.max(wanted, needed)));
  }

  private growTable(): void {
    this.fillTable(this.table.length * 2);
  }

  private fillTable(slots: number): void {
    this.table = new Int32Array(slots);
    placeEntries(this.table, this.arena, this.used);
  }
}

/** Puts the places of all entries of an arena into a table that is empty. */
export function placeEntries(table: Int32Array, arena: Int32Array, used: number): void {
  const mask = table.length - 1;
  for (let place = (EMPTY_TUPLE >> 1) + 1; place < used; ) {
    const head = arena[place]!;
    const end = place + 1 + (head >> 4);
    let slot = hash(head, arena, place + 1, end) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = place;
    place = end;
  }
}

/** JavaScript that declares `h`, the hash of an entry with this head and these words. */
export function hashCode(head: number, words: readonly string[]): string {
  const steps = words.map((word) => `h = Math.imul(h ^ ${word}, 0x85ebca6b); h ^= h >>> 13;`);
  return `let h = ${Math.imul(head, 0x9e3779b1)}; ${steps.join(" ")} h = Math.imul(h, 0xc2b2ae35); h ^= h >>> 16;`;
}

/** Of an entry: all 32 bits count. */
export function hash(head: number, words: Int32Array, from: number, to: number): number {
  let h = Math.imul(head, 0x9e3779b1);
  for (let i = from; i < to; i++) {
    h = Math.imul(h ^ words[i]!, 0x85ebca6b);
    h ^= h >>> 13;
  }
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function grown(words: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(words);
  return larger;
}
