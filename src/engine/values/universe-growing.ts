/**
 * Sets that grow along one behaviour, as that of a log does: a set of all messages ever sent has an element more after
 * most steps, and is to be kept, added to and compared without being copied.
 *
 * Representation. Elements have numbers as in `universe.ts`, without a bound. A pattern is one cell: the root of a tree in
 * the bank, 0 for the empty set. Leaves are integers of 32 bits, each the bits of 32 elements; the nodes above are tuples of
 * up to 32 parts, without empty ones at their end, always `LEVELS` above each other. As values of the bank are there once,
 * equal sets have equal roots, and sets that differ in one element share all but `LEVELS` nodes. A cell with the highest
 * bit is a listed set's ref, as there.
 *
 * For loops the bits are written out; from one set to the next only where the trees differ.
 */
import { type Bank, EMPTY_TUPLE, Kind, type Ref } from "./bank.js";
import { EvaluationError } from "./bank-errors.js";
import { compare } from "./compare.js";
import * as O from "./operators.js";
import { type Cursor, LISTED, type LoopSite, type MaskSite, slotOf, Universe } from "./universe.js";

const LEVELS = 4;
const WAYS_BITS = 5;
const WAYS = 1 << WAYS_BITS;
const MOST = 1 << (LEVELS * WAYS_BITS + WAYS_BITS);
const NO_BITS: Ref = 1;
/** Numbers in order stand in lists of at most this length. */
const MOST_IN_LIST = 512;

interface GrowingLoop extends LoopSite {
  readonly sorted: SortedElements;
  readonly keyed: Keyed | undefined;
}

/** The elements of a loop by the values of some of their fields. */
interface Keyed {
  readonly fields: readonly Ref[];
  /** Of the values of each field: one kind, so that those that differ can be compared with no other outcome than that. */
  kinds: readonly Kind[] | undefined;
  /** Whether all elements have these fields with these kinds of values, and were certain to be gone through. */
  isRegular: boolean;
  readonly by: Map<Ref | string, Bucket>;
}

interface Bucket {
  readonly sorted: SortedElements;
  /** As they stand in `sorted`; undefined when there are more since. */
  numbers: Int32Array | undefined;
}

export class GrowingUniverse extends Universe {
  private elements = new Int32Array(64);
  /** Pairs: a ref, and its number + 1; open addressing. */
  private slots = new Int32Array(256);
  private readonly sorted: SortedElements;
  private flat = { root: 0, bits: new Int32Array(2) };
  private readonly path = new Int32Array(LEVELS);

  constructor(bank: Bank) {
    super(bank, 1);
    this.sorted = new SortedElements(bank, (number) => this.elements[number]!);
  }

  // --------------------------------------------------------------------------------------------------- elements

  protected override find(x: Ref): number {
    const { slots } = this;
    const mask = (slots.length >> 1) - 1;
    for (let at = slotOf(x) & mask; ; at = (at + 1) & mask) {
      const number = slots[2 * at + 1]!;
      if (number === 0) return -1;
      if (slots[2 * at] === x) return number - 1;
    }
  }

  protected override number(x: Ref): number {
    const found = this.find(x);
    return found >= 0 || this.count === MOST ? found : this.enter(x);
  }

  protected override enter(x: Ref): number {
    const number = this.count;
    if (number === this.elements.length) this.elements = grown(this.elements);
    this.elements[number] = x;
    if (!this.sorted.add(number)) return -1;
    this.count = number + 1;
    if (4 * this.count > this.slots.length) this.rehash();
    else this.place(x, number);
    return number;
  }

  private place(x: Ref, number: number): void {
    const { slots } = this;
    const mask = (slots.length >> 1) - 1;
    let at = slotOf(x) & mask;
    while (slots[2 * at + 1] !== 0) at = (at + 1) & mask;
    slots[2 * at] = x;
    slots[2 * at + 1] = number + 1;
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    for (let number = 0; number < this.count; number++) this.place(this.elements[number]!, number);
  }

  // ------------------------------------------------------------------------------------------------------- trees

  private hasNumber(root: number, number: number): boolean {
    if (root === 0) return false;
    const { bank } = this;
    let node = root;
    for (let level = LEVELS; level > 0; level--) {
      const way = (number >>> (level * WAYS_BITS)) & (WAYS - 1);
      if (way >= bank.size(node)) return false;
      node = bank.arena[(node >> 1) + 1 + way]!;
    }
    return ((bank.intOf(node) >>> (number & (WAYS - 1))) & 1) !== 0;
  }

  /** The root with the bits of an element's leaf changed. */
  private changed(root: number, number: number, change: (bits: number) => number): number {
    const { bank, path } = this;
    let node = root === 0 ? EMPTY_TUPLE : root;
    for (let level = LEVELS; level > 0; level--) {
      path[level - 1] = node;
      const way = (number >>> (level * WAYS_BITS)) & (WAYS - 1);
      const empty = level === 1 ? NO_BITS : EMPTY_TUPLE;
      node = way < bank.size(node) ? bank.arena[(node >> 1) + 1 + way]! : empty;
    }
    let part: Ref = bank.int(change(bank.intOf(node)) | 0);
    for (let level = 1; level <= LEVELS; level++)
      part = this.replaced(path[level - 1]!, (number >>> (level * WAYS_BITS)) & (WAYS - 1), part, level);
    return part === EMPTY_TUPLE ? 0 : part;
  }

  private replaced(node: Ref, way: number, part: Ref, level: number): Ref {
    const { bank } = this;
    const empty = level === 1 ? NO_BITS : EMPTY_TUPLE;
    const size = bank.size(node);
    if (way < size && part !== empty) return bank.replaced(node, way, part);
    let length = Math.max(size, way + 1);
    const partAt = (i: number): Ref =>
      i === way ? part : i < size ? bank.arena[(node >> 1) + 1 + i]! : empty;
    while (length > 0 && partAt(length - 1) === empty) length -= 1;
    const mark = bank.mark();
    for (let i = 0; i < length; i++) bank.push(partAt(i));
    return bank.tuple(mark);
  }

  /** The bits of a set that is not listed, one after another. What was given stays as it is. */
  private bitsOf(root: number): Int32Array {
    const { flat } = this;
    const words = (this.count >>> WAYS_BITS) + 1;
    if (flat.root === root && flat.bits.length >= words) return flat.bits;
    const bits = new Int32Array(2 * words);
    bits.set(flat.bits.subarray(0, bits.length));
    this.difference(flat.root || EMPTY_TUPLE, root || EMPTY_TUPLE, LEVELS, 0, bits);
    this.flat = { root, bits };
    return bits;
  }

  /** Writes the bits of `to` over those of `from`. `word`: where in `bits` the node's bits begin. */
  private difference(from: Ref, to: Ref, level: number, word: number, bits: Int32Array): void {
    if (from === to) return;
    const { bank } = this;
    if (level === 0) {
      bits[word] = bank.intOf(to);
      return;
    }
    const empty = level === 1 ? NO_BITS : EMPTY_TUPLE;
    const [before, after] = [bank.size(from), bank.size(to)];
    const width = 1 << ((level - 1) * WAYS_BITS);
    for (let i = 0; i < Math.max(before, after); i++) {
      const a = i < before ? bank.arena[(from >> 1) + 1 + i]! : empty;
      const b = i < after ? bank.arena[(to >> 1) + 1 + i]! : empty;
      if (a !== b) this.difference(a, b, level - 1, word + i * width, bits);
    }
  }

  // ------------------------------------------------------------------------------------------- whole sets, in a row

  override pack(row: Int32Array, at: number): Ref {
    const cell = row[at]!;
    if (cell < 0) return cell & ~LISTED;
    const { bank, elements } = this;
    const bits = this.bitsOf(cell);
    const mark = bank.mark();
    for (const number of this.sorted.listed())
      if (((bits[number >> 5]! >>> (number & 31)) & 1) !== 0) bank.push(elements[number]!);
    return bank.sortedSet(mark);
  }

  override put(set: Ref, row: Int32Array, at: number): boolean {
    const { bank } = this;
    if (bank.kind(set) !== Kind.set) return false;
    row[at] = 0;
    this.addAll(row, at, set);
    return true;
  }

  protected override list(set: Ref, row: Int32Array, at: number): void {
    row[at] = set | LISTED;
  }

  // ----------------------------------------------------------------------------------------- operators, in a row

  override has(row: Int32Array, at: number, x: Ref): boolean {
    const cell = row[at]!;
    const { bank } = this;
    if (cell < 0) return O.isIn(bank, x, cell & ~LISTED) === 2;
    const number = this.find(x);
    if (number >= 0) return this.hasNumber(cell, number);
    return this.sorted.canHave(x) ? false : O.isIn(bank, x, this.pack(row, at)) === 2;
  }

  override add(row: Int32Array, at: number, x: Ref): void {
    const cell = row[at]!;
    const number = cell < 0 ? -1 : this.number(x);
    if (number >= 0) {
      if (!this.hasNumber(cell, number))
        row[at] = this.changed(cell, number, (bits) => bits | (1 << (number & 31)));
    } else this.joined(row, at, this.bank.setOf([x]));
  }

  override addAll(row: Int32Array, at: number, set: Ref): void {
    const { bank } = this;
    const isOfBits = row[at]! >= 0 && bank.kind(set) === Kind.set;
    if (!isOfBits || !bank.list(set).every((x) => this.number(x) >= 0)) this.joined(row, at, set);
    else for (const x of bank.list(set)) this.add(row, at, x);
  }

  private joined(row: Int32Array, at: number, set: Ref): void {
    this.list(O.union(this.bank, this.pack(row, at), set) as Ref, row, at);
  }

  override remove(row: Int32Array, at: number, x: Ref): void {
    const cell = row[at]!;
    const number = cell < 0 ? -1 : this.find(x);
    if (number >= 0) row[at] = this.changed(cell, number, (bits) => bits & ~(1 << (number & 31)));
    else if (cell < 0 || this.has(row, at, x))
      this.put(O.difference(this.bank, this.pack(row, at), this.bank.setOf([x])) as Ref, row, at);
  }

  override size(row: Int32Array, at: number): Ref {
    const cell = row[at]!;
    if (cell < 0) return this.bank.int(this.bank.size(cell & ~LISTED));
    let n = 0;
    for (const word of this.bitsOf(cell)) for (let bits = word; bits !== 0; bits &= bits - 1) n++;
    return this.bank.int(n);
  }

  override isEmpty(row: Int32Array, at: number): boolean {
    const cell = row[at]!;
    return cell === 0 || (cell < 0 && this.bank.size(cell & ~LISTED) === 0);
  }

  // ---------------------------------------------------------------------------------------------------------- loops

  override site(test?: (element: Ref) => boolean): GrowingLoop {
    return {
      test,
      numbers: new Int32Array(0),
      bits: NONE,
      seen: 0,
      sorted: this.noElements(),
      keyed: undefined,
    };
  }

  /** A place in the code with a loop in which fields of an element must have certain values; else it does nothing. */
  keyedSite(test: ((element: Ref) => boolean) | undefined, fields: readonly Ref[]): GrowingLoop {
    return { ...this.site(test), keyed: { fields, kinds: undefined, isRegular: true, by: new Map() } };
  }

  private noElements(): SortedElements {
    return new SortedElements(this.bank, (number) => this.elements[number]!);
  }

  override loop(row: Int32Array, at: number, given: LoopSite): Cursor {
    const cell = row[at]!;
    if (cell < 0) return super.loop(row, at, given);
    const site = given as GrowingLoop;
    this.follow(site);
    if (site.numbers.length !== site.sorted.size) site.numbers = site.sorted.listed();
    return { numbers: site.numbers, refs: this.elements, row: this.bitsOf(cell), at: 0 };
  }

  /** As `loop`, without elements whose fields do not have the values that `keys` gives. */
  keyedLoop(row: Int32Array, at: number, site: GrowingLoop, keys: () => readonly Ref[]): Cursor {
    const cell = row[at]!;
    if (cell >= 0) {
      this.follow(site);
      const numbers = site.keyed && this.lookedUp(site.keyed, keys);
      if (numbers !== undefined) return { numbers, refs: this.elements, row: this.bitsOf(cell), at: 0 };
    }
    return this.loop(row, at, site);
  }

  /** Undefined where an element might have to be compared with a value of another kind, or a key has no value. */
  private lookedUp({ by, kinds, isRegular }: Keyed, keys: () => readonly Ref[]): Int32Array | undefined {
    if (!isRegular || kinds === undefined) return undefined;
    let values: readonly Ref[];
    try {
      values = keys();
    } catch (error) {
      if (error instanceof EvaluationError) return undefined;
      throw error;
    }
    if (values.some((value, i) => this.kindOf(value) !== kinds[i] || this.isTyped(value))) return undefined;
    const bucket = by.get(keyOf(values));
    if (bucket === undefined) return NONE;
    bucket.numbers ??= bucket.sorted.listed();
    return bucket.numbers;
  }

  /** A model value that can be compared with those of its type alone. */
  private isTyped(value: Ref): boolean {
    const { bank } = this;
    return bank.kind(value) === Kind.model && bank.textOf(value)[1] === "_";
  }

  private kindOf(value: Ref): Kind {
    const { bank } = this;
    return bank.isInt(value) ? Kind.integer : bank.kind(value);
  }

  /** Takes up elements that came after those the site knows. */
  private follow(site: GrowingLoop): void {
    const { test, sorted, keyed } = site;
    // The test may meet further elements; they are in no set that is there now.
    for (; site.seen < this.count; site.seen++) {
      const x = this.elements[site.seen]!;
      if (test !== undefined && !mayBe(test, x)) continue;
      sorted.add(site.seen);
      if (keyed?.isRegular === true)
        keyed.isRegular = (test === undefined || isCertain(test, x)) && this.enterKeyed(keyed, x, site.seen);
    }
  }

  /** False if an element has not the fields, or values of another kind there. */
  private enterKeyed(keyed: Keyed, x: Ref, number: number): boolean {
    const { bank } = this;
    if (bank.kind(x) !== Kind.record) return false;
    const names = bank.list(bank.domainOf(x));
    const places = keyed.fields.map((field) => names.indexOf(field));
    if (places.includes(-1)) return false;
    const values = places.map((place) => bank.at(x, place));
    const kinds = values.map((value) => this.kindOf(value));
    keyed.kinds ??= kinds;
    if (kinds.some((kind, i) => kind !== keyed.kinds?.[i] || !PLAIN.has(kind))) return false;
    if (values.some((value) => this.isTyped(value))) return false;
    const key = keyOf(values);
    const bucket = keyed.by.get(key) ?? { sorted: this.noElements(), numbers: undefined };
    bucket.sorted.add(number);
    bucket.numbers = undefined;
    keyed.by.set(key, bucket);
    return true;
  }

  override maskSite(holds: (element: Ref) => boolean): MaskSite & { mask: Int32Array } {
    return { holds, mask: new Int32Array(2), seen: 0 };
  }

  override within(row: Int32Array, at: number, given: MaskSite): boolean {
    const cell = row[at]!;
    if (cell < 0) return false;
    const site = given as MaskSite & { mask: Int32Array };
    for (let number = site.seen; number < this.count; number++) {
      if (number >> 5 >= site.mask.length) site.mask = grown(site.mask);
      if (isCertain(site.holds, this.elements[number]!)) site.mask[number >> 5]! |= 1 << (number & 31);
      site.seen = number + 1;
    }
    const bits = this.bitsOf(cell);
    const words = (this.count + WAYS - 1) >>> WAYS_BITS;
    for (let w = 0; w < words; w++) if ((bits[w]! & ~site.mask[w]!) !== 0) return false;
    return true;
  }

  // ------------------------------------------------------------------------------------------------ saving, restoring

  override saved(words: number): Int32Array {
    let n = 0;
    while (n < this.count && ((this.elements[n]! & 1) === 1 || this.elements[n]! >> 1 < words)) n++;
    return this.elements.slice(0, n);
  }
}

/** Numbers of elements, in the order of these. */
class SortedElements {
  size = 0;
  /** None is empty, but for the first. */
  private readonly lists: number[][] = [[]];

  constructor(
    private readonly bank: Bank,
    private readonly refOf: (number: number) => Ref,
  ) {}

  /**
   * False if the element cannot be compared with those that it comes to stand between. With any other it can be then: where
   * two values differ first, their neighbours in the order have values there of a kind with either.
   */
  add(number: number): boolean {
    const place = this.placeOf(this.refOf(number));
    if (place === undefined) return false;
    const list = this.lists[place.list]!;
    list.splice(place.at, 0, number);
    this.size += 1;
    if (list.length > MOST_IN_LIST) this.lists.splice(place.list + 1, 0, list.splice(MOST_IN_LIST >> 1));
    return true;
  }

  /** Whether a value that is none of the elements can be compared with them. */
  canHave(x: Ref): boolean {
    return this.placeOf(x) !== undefined;
  }

  listed(): Int32Array {
    const numbers = new Int32Array(this.size);
    let at = 0;
    for (const list of this.lists) {
      numbers.set(list, at);
      at += list.length;
    }
    return numbers;
  }

  private placeOf(x: Ref): { readonly list: number; readonly at: number } | undefined {
    try {
      const list = Math.max(0, this.listsBefore(x) - 1);
      return { list, at: this.before(this.lists[list]!, x) };
    } catch (error) {
      if (error instanceof EvaluationError) return undefined;
      throw error;
    }
  }

  /** How many lists begin with an element that comes before x. */
  private listsBefore(x: Ref): number {
    const { bank, lists, refOf } = this;
    let from = 0;
    let to = this.size === 0 ? 0 : lists.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compare(bank, refOf(lists[middle]![0]!), x) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** How many elements of a list come before x. */
  private before(list: readonly number[], x: Ref): number {
    const { bank, refOf } = this;
    let from = 0;
    let to = list.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compare(bank, refOf(list[middle]!), x) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

const NONE = new Int32Array(0);
/** Values of one of these kinds are equal exactly if they are the same, and can be compared with each other. */
const PLAIN: ReadonlySet<Kind> = new Set([Kind.integer, Kind.string, Kind.model, Kind.boolean]);

const keyOf = (values: readonly Ref[]): Ref | string =>
  values.length === 1 ? (values[0] ?? 0) : values.join();

function mayBe(test: (element: Ref) => boolean, element: Ref): boolean {
  try {
    return test(element);
  } catch (error) {
    if (error instanceof EvaluationError) return true;
    throw error;
  }
}

function isCertain(test: (element: Ref) => boolean, element: Ref): boolean {
  try {
    return test(element);
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

function grown(words: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * words.length);
  larger.set(words);
  return larger;
}
