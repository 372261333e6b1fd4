/**
 * Functions as patterns of bits, where arguments come and go: the elements of this universe are pairs of an argument and
 * its value, and a function is the bits of its pairs. A bag of messages that grows is not put together for each step.
 *
 * Representation. As that of sets (see `universe.ts`), with functions in the place of sets: the highest bit of the last
 * cell says that the first one is the ref of the function itself. All functions have the form that the bank gives them,
 * so that sequences and records may lie like this, too. Beside the number of a pair stand its argument and its value; the
 * pairs of one argument form a ring (`next`), which `heads` leads into. At most one bit of a ring is set.
 */
import { type Bank, EMPTY_SET, Kind, type Ref } from "./bank.js";
import { EvaluationError } from "./bank-errors.js";
import { compare } from "./compare.js";
import * as O from "./operators.js";
import { domainSet } from "./operators-functions.js";
import { LISTED, NO_REF, slotOf, Universe } from "./universe.js";
import { hashOf } from "./words.js";

/** An argument is outside the domain. */
export const OUTSIDE = -1;
/** Places of arguments in a listed function are told by numbers from here downwards. */
const FIRST_LISTED = -2;

/** Functions that were put together from patterns: a table in which a later one replaces an earlier one. */
const CACHE = 1 << 12;
const MOST_LOOKED_FOR = 1 << 12;

/** What a loop over a domain goes through: for each of `numbers` whose bit stands in `row`, an argument and its value. */
export interface EntryCursor {
  numbers: Int32Array;
  args: Int32Array;
  values: Int32Array;
  row: Int32Array;
  at: number;
}

type EntryTest = (argument: Ref, value: Ref) => boolean;

/** Entries for which a loop does something: those of which `test` is not certainly false, in the order of arguments. */
export interface EntrySite {
  readonly test: EntryTest | undefined;
  numbers: Int32Array;
  /** Those for which the test fails. */
  doubtful: Int32Array;
  /** How many entries had numbers when this was found. */
  seen: number;
}

/** Which entries something certainly holds for, and which it is certainly false for. */
export interface ForAllSite {
  readonly test: EntryTest;
  readonly holds: Int32Array;
  readonly fails: Int32Array;
  /** How many entries had numbers when this was found. */
  seen: number;
}

export class Entries extends Universe {
  /** By number. */
  readonly args: Int32Array;
  readonly values: Int32Array;
  private readonly next: Int32Array;
  /** Pairs: an argument, and the number of one of its entries + 1; open addressing. */
  private readonly heads: Int32Array;
  private readonly headMask: number;
  /** An argument that was found, and the number that it was found at: an action asks for one several times. */
  private latestArgument: Ref = NO_REF;
  private latestNumber = 0;
  /** Values that are no argument and can be compared with all that are. */
  private unknown = new Set<Ref>();
  private readonly patterns: Int32Array;
  private readonly functions: Int32Array;
  private readonly entryCursor: EntryCursor;
  private all = new Int32Array(8).fill(-1);
  private counting = Int32Array.from({ length: 256 }, (_, i) => i);

  constructor(bank: Bank, words: number, id = 0) {
    super(bank, words, id);
    this.args = new Int32Array(this.most);
    this.values = new Int32Array(this.most);
    this.next = new Int32Array(this.most);
    this.heads = new Int32Array(256 * words);
    this.headMask = 128 * words - 1;
    this.patterns = new Int32Array(CACHE * words);
    this.functions = new Int32Array(CACHE);
    const { args, values, order } = this;
    this.entryCursor = { numbers: order, args, values, row: this.all, at: 0 };
  }

  protected override enter(pair: Ref): number {
    const number = super.enter(pair);
    if (number < 0) return number;
    const [argument, value] = [this.bank.at(pair, 0), this.bank.at(pair, 1)];
    this.args[number] = argument;
    this.values[number] = value;
    let slot = slotOf(argument) & this.headMask;
    while (this.heads[2 * slot + 1] !== 0 && this.heads[2 * slot] !== argument)
      slot = (slot + 1) & this.headMask;
    const head = this.heads[2 * slot + 1]! - 1;
    this.next[number] = head < 0 ? number : this.next[head]!;
    if (head >= 0) this.next[head] = number;
    this.heads[2 * slot] = argument;
    this.heads[2 * slot + 1] = number + 1;
    this.unknown.clear();
    return number;
  }

  /** The number of an entry with this argument; -1 if there is none. */
  private headOf(x: Ref): number {
    const { heads, headMask } = this;
    for (let slot = slotOf(x) & headMask; ; slot = (slot + 1) & headMask) {
      const head = heads[2 * slot + 1]!;
      if (head === 0 || heads[2 * slot] === x) return head - 1;
    }
  }

  /** The number of the entry that gives a value to an argument; given if there is none; -1 if there can be none. */
  private entryOf(x: Ref, value: Ref): number {
    const head = this.headOf(x);
    if (head >= 0) {
      let number = head;
      do {
        if (this.values[number] === value) return number;
        number = this.next[number]!;
      } while (number !== head);
    }
    // No other thread adds one, either.
    if (this.count === this.most) return -1;
    const { bank } = this;
    const mark = bank.mark();
    bank.push(x);
    bank.push(value);
    return this.number(bank.tuple(mark));
  }

  private isListed(row: Int32Array, at: number): boolean {
    return row[at + this.words - 1]! < 0;
  }

  private listedAt(row: Int32Array, at: number): Ref {
    return row[at]! & ~LISTED;
  }

  // ------------------------------------------------------------------------------------------ whole functions

  /** The function that stands in a row. */
  override pack(row: Int32Array, at: number): Ref {
    const { words, patterns, functions, bank, args, values } = this;
    if (this.isListed(row, at)) return this.listedAt(row, at);
    if (this.isBehind) this.takeUp();
    const { order } = this;
    const slot = hashOf(row, at, words) & (CACHE - 1);
    let w = 0;
    while (w < words && patterns[slot * words + w] === row[at + w]) w++;
    if (w === words && functions[slot] !== 0) return functions[slot]!;
    const mark = bank.mark();
    const found: Ref[] = [];
    for (let i = 0; i < order.length; i++) {
      const number = order[i]!;
      if (((row[at + (number >> 5)]! >>> (number & 31)) & 1) === 0) continue;
      bank.push(args[number]!);
      found.push(values[number]!);
    }
    const domain = bank.sortedSet(mark);
    for (const value of found) bank.push(value);
    const made = bank.functionOver(domain, mark);
    for (w = 0; w < words; w++) patterns[slot * words + w] = row[at + w]!;
    functions[slot] = made;
    return made;
  }

  /** Lays a function out; false if the value is none. */
  override put(f: Ref, row: Int32Array, at: number): boolean {
    const { words, bank } = this;
    if (!isFunction(bank, f)) return false;
    for (let w = 0; w < words; w++) row[at + w] = 0;
    const n = bank.size(f);
    const domain = n === 0 ? EMPTY_SET : domainSet(bank, f);
    for (let i = 0; i < n; i++) {
      const number = this.entryOf(bank.at(domain, i), bank.at(f, i));
      if (number < 0) {
        this.list(f, row, at);
        break;
      }
      row[at + (number >> 5)]! |= 1 << (number & 31);
    }
    return true;
  }

  // ------------------------------------------------------------------------------------------------ arguments

  /** The number of the entry of an argument among the bits of a row, OUTSIDE if there is none. */
  private numberIn(row: Int32Array, at: number, x: Ref): number {
    const latest = this.latestNumber;
    if (x === this.latestArgument && ((row[at + (latest >> 5)]! >>> (latest & 31)) & 1) !== 0) return latest;
    if (this.isBehind) this.takeUp();
    const head = this.headOf(x);
    if (head < 0) return OUTSIDE;
    let number = head;
    do {
      if (((row[at + (number >> 5)]! >>> (number & 31)) & 1) !== 0) {
        this.latestArgument = x;
        this.latestNumber = number;
        return number;
      }
      number = this.next[number]!;
    } while (number !== head);
    return OUTSIDE;
  }

  /** `x \in DOMAIN f`. Throws an EvaluationError where they cannot be compared. */
  hasArgument(row: Int32Array, at: number, x: Ref): boolean {
    const { bank } = this;
    if (!this.isListed(row, at)) {
      if (this.numberIn(row, at, x) >= 0) return true;
      if (this.headOf(x) >= 0 || this.unknown.has(x)) return false;
      if (this.isComparable(x)) {
        if (this.unknown.size >= MOST_LOOKED_FOR) this.unknown.clear();
        this.unknown.add(x);
        return false;
      }
    }
    return O.isIn(bank, x, O.domain(bank, this.pack(row, at))) === 2;
  }

  private isComparable(x: Ref): boolean {
    try {
      for (let i = 0; i < this.count; i++) compare(this.bank, this.args[i]!, x);
      return true;
    } catch (error) {
      if (error instanceof EvaluationError) return false;
      throw error;
    }
  }

  /** `f[x]`. Throws an EvaluationError outside the domain. */
  apply(row: Int32Array, at: number, x: Ref): Ref {
    const number = this.isListed(row, at) ? OUTSIDE : this.numberIn(row, at, x);
    return number >= 0 ? this.values[number]! : O.apply(this.bank, this.pack(row, at), x);
  }

  /**
   * Where EXCEPT finds an argument: for `valueAt` and `replace`, as long as the function stays as it is; or OUTSIDE. Throws
   * where the argument is of a wrong kind.
   */
  place(row: Int32Array, at: number, x: Ref): number {
    const { bank } = this;
    if (!this.isListed(row, at)) {
      const number = this.numberIn(row, at, x);
      if (number >= 0) return number;
    }
    const place = O.exceptPlace(bank, this.pack(row, at), x);
    return place < 0 ? OUTSIDE : FIRST_LISTED - place;
  }

  /** The value at such a place. */
  valueAt(row: Int32Array, at: number, place: number): Ref {
    return place >= 0 ? this.values[place]! : this.bank.at(this.listedAt(row, at), FIRST_LISTED - place);
  }

  // -------------------------------------------------------------------------------------------------- changes

  /** Gives the argument at a place another value. */
  replace(row: Int32Array, at: number, place: number, value: Ref): void {
    const { bank } = this;
    if (place < 0) {
      const f = this.listedAt(row, at);
      const number = FIRST_LISTED - place;
      if (bank.at(f, number) !== value) this.put(bank.replaced(f, number, value), row, at);
      return;
    }
    if (this.values[place] === value) return;
    const number = this.entryOf(this.args[place]!, value);
    if (number >= 0) {
      row[at + (place >> 5)]! &= ~(1 << (place & 31));
      row[at + (number >> 5)]! |= 1 << (number & 31);
      return;
    }
    const f = this.pack(row, at);
    this.list(bank.replaced(f, O.exceptPlace(bank, f, this.args[place]!), value), row, at);
  }

  /** `[k \in DOMAIN f \cup {x} |-> IF k = x THEN value ELSE f[k]]`. Throws where x cannot be compared with an argument. */
  extend(row: Int32Array, at: number, x: Ref, value: Ref): void {
    if (!this.isListed(row, at)) {
      const place = this.numberIn(row, at, x);
      if (place >= 0) {
        this.replace(row, at, place, value);
        return;
      }
      const number = this.entryOf(x, value);
      if (number >= 0) {
        row[at + (number >> 5)]! |= 1 << (number & 31);
        return;
      }
    }
    const { bank } = this;
    this.put(
      O.extended(bank, this.pack(row, at), x, value, (set) => withElement(bank, set, x)),
      row,
      at,
    );
  }

  /** `f @@ (x :> value)`. */
  extendNew(row: Int32Array, at: number, x: Ref, value: Ref): void {
    if (this.isListed(row, at) || this.numberIn(row, at, x) < 0) this.extendBy(row, at, x, value);
  }

  private extendBy(row: Int32Array, at: number, x: Ref, value: Ref): void {
    const { bank } = this;
    const number = this.isListed(row, at) ? -1 : this.entryOf(x, value);
    if (number >= 0) row[at + (number >> 5)]! |= 1 << (number & 31);
    else this.put(O.combine(bank, this.pack(row, at), O.mapsTo(bank, x, value)), row, at);
  }

  /** `f @@ g`. */
  combine(row: Int32Array, at: number, g: Ref): void {
    const { bank } = this;
    if (!this.isListed(row, at) && isFunction(bank, g)) {
      const n = bank.size(g);
      const domain = n === 0 ? EMPTY_SET : domainSet(bank, g);
      let i = 0;
      for (; i < n; i++) {
        const x = bank.at(domain, i);
        if (this.numberIn(row, at, x) >= 0) continue;
        const number = this.entryOf(x, bank.at(g, i));
        if (number < 0) break;
        row[at + (number >> 5)]! |= 1 << (number & 31);
      }
      // What has been added already is there twice then, with the same values.
      if (i === n) return;
    }
    this.put(O.combine(bank, this.pack(row, at), g), row, at);
  }

  // ---------------------------------------------------------------------------------------------------- loops

  entrySite(test?: EntryTest): EntrySite {
    return { test, numbers: new Int32Array(0), doubtful: new Int32Array(this.words), seen: 0 };
  }

  /** What to go through; to be read at once, as the same cursor is given the next time. */
  entries(row: Int32Array, at: number, site: EntrySite): EntryCursor {
    const { entryCursor: cursor } = this;
    if (this.isListed(row, at)) return this.listedEntries(this.listedAt(row, at));
    this.bringUp(site);
    cursor.numbers = site.numbers;
    cursor.args = this.args;
    cursor.values = this.values;
    cursor.row = row;
    cursor.at = at;
    return cursor;
  }

  /** Whether the test of a site is known for all entries: then those that the loop goes through are those that pass. */
  isTold(row: Int32Array, at: number, site: EntrySite): boolean {
    if (this.isListed(row, at)) return false;
    this.bringUp(site);
    for (let w = 0; w < this.words; w++) if ((row[at + w]! & site.doubtful[w]!) !== 0) return false;
    return true;
  }

  /** Some arguments, ascending, and their values. */
  chosen(row: Int32Array, at: number, set: Ref): EntryCursor {
    const { bank, entryCursor: cursor } = this;
    const args = Int32Array.from(bank.list(set));
    const values = args.map((x) => this.apply(row, at, x));
    this.provideFor(args.length);
    cursor.numbers = this.counting.subarray(0, args.length);
    cursor.args = args;
    cursor.values = values;
    cursor.row = this.all;
    cursor.at = 0;
    return cursor;
  }

  private bringUp(site: EntrySite): void {
    if (this.isBehind) this.takeUp();
    if (site.seen === this.count) return;
    const { test } = site;
    const { count, order, args, values } = this;
    // The test may meet further entries; they are in no function that is there now.
    if (test === undefined) site.numbers = order;
    else {
      const doubtful = new Int32Array(this.words);
      site.numbers = order.filter((number) => {
        try {
          return test(args[number]!, values[number]!);
        } catch (error) {
          if (!(error instanceof EvaluationError)) throw error;
          doubtful[number >> 5]! |= 1 << (number & 31);
          return true;
        }
      });
      site.doubtful = doubtful;
    }
    site.seen = count;
  }

  /** Numbers up to `n` for a loop, all bits of which stand in `all`. */
  private provideFor(n: number): void {
    if (n <= this.counting.length) return;
    const size = 2 ** Math.ceil(Math.log2(n));
    this.counting = Int32Array.from({ length: size }, (_, i) => i);
    this.all = new Int32Array(size >> 5).fill(-1);
  }

  private listedEntries(f: Ref): EntryCursor {
    const { bank, entryCursor: cursor } = this;
    const n = bank.size(f);
    this.provideFor(n);
    const domain = domainSet(bank, f);
    const [arguments_, values] = [bank.first(domain), bank.first(f)];
    cursor.numbers = this.counting.subarray(0, n);
    cursor.args = bank.arena.slice(arguments_, arguments_ + n);
    cursor.values = bank.arena.slice(values, values + n);
    cursor.row = this.all;
    cursor.at = 0;
    return cursor;
  }

  /** A place in the code that asks whether something holds for all entries. */
  forAllSite(test: EntryTest): ForAllSite {
    return { test, holds: new Int32Array(this.words), fails: new Int32Array(this.words), seen: 0 };
  }

  /** 1 if it holds for all entries, 0 if it is false for one, -1 if that is to be found out by evaluating it. */
  holdsForAll(row: Int32Array, at: number, site: ForAllSite): number {
    if (this.isListed(row, at)) return -1;
    if (this.isBehind) this.takeUp();
    if (site.seen !== this.count) this.bringUpForAll(site);
    const { holds, fails } = site;
    let found = 1;
    for (let w = 0; w < this.words; w++) {
      const others = row[at + w]! & ~holds[w]!;
      if (others === 0) continue;
      if ((others & fails[w]!) !== others) return -1;
      found = 0;
    }
    return found;
  }

  private bringUpForAll(site: ForAllSite): void {
    for (; site.seen < this.count; site.seen++) {
      const number = site.seen;
      const bit = 1 << (number & 31);
      try {
        const mask = site.test(this.args[number]!, this.values[number]!) ? site.holds : site.fails;
        mask[number >> 5]! |= bit;
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
      }
    }
  }
}

function isFunction(bank: Bank, f: Ref): boolean {
  const kind = bank.kind(f);
  return kind === Kind.tuple || kind === Kind.record || kind === Kind.function;
}

function withElement(bank: Bank, set: Ref, x: Ref): Ref {
  return O.union(bank, set, bank.setOf([x])) as Ref;
}
