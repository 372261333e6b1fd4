/** Sets made of other sets position by position: `S \X T`, `[S -> T]`, `[a : S, b : T]`, and `Seq(S)`. */
import { type Bank, EMPTY_TUPLE, Kind, type Ref } from "./bank.js";
import { appliedToWrongValue, notEnumerable } from "./bank-errors.js";
import { asSequence, equal } from "./compare.js";
import {
  elementsOf,
  equalValues,
  force,
  Interval,
  isMember,
  Lazy,
  notAnElement,
  showValue,
  sizeOf,
  type Value,
} from "./lazy.js";
import { show } from "./show.js";

/** Below this many elements TLC prints a described set by listing it. */
const LISTED_BELOW = 2000n;

/** Of more elements there is no list, however often they are asked for. */
const MOST_LISTED = 2000n;

/** Factors and the values made of one element of each; the last factor varies fastest. */
abstract class Product extends Lazy {
  protected abstract factors(): readonly Value[];
  protected abstract make(mark: number): Ref;
  protected abstract describe(): string;
  private asked = 0;
  private made: readonly Ref[] | undefined;

  bound(): bigint | undefined {
    let product: bigint | undefined = 1n;
    for (const factor of this.factors()) {
      const size = sizeOf(this.bank, factor);
      if (size === 0n) return 0n;
      product = size === undefined || product === undefined ? undefined : product * size;
    }
    return product;
  }

  /** A set that is the same in all states is gone through in each: from the second time on, its elements are there. */
  elements(): Iterable<Ref> {
    if (this.made !== undefined) return this.made;
    this.asked += 1;
    if (this.asked > 1 && this.isFixed() && (this.bound() ?? MOST_LISTED) < MOST_LISTED)
      this.made = [...this.combinations()];
    return this.made ?? this.combinations();
  }

  /** Whether no factor is evaluated when it is gone through. */
  private isFixed(): boolean {
    return this.factors().every((f) => typeof f === "number" || f instanceof Interval);
  }

  private *combinations(): Iterable<Ref> {
    const lists: (readonly Ref[])[] = [];
    for (const factor of this.factors()) {
      const list = [...elementsOf(this.bank, factor)];
      if (list.length === 0) return;
      lists.push(list);
    }
    const places = lists.map(() => 0);
    const { bank } = this;
    for (;;) {
      const mark = bank.mark();
      for (let i = 0; i < lists.length; i++) bank.push(lists[i]![places[i]!]!);
      yield this.make(mark);
      if (!advance(places, lists)) return;
    }
  }

  show(): string {
    const size = this.bound();
    if (size !== undefined && size < LISTED_BELOW) return show(this.bank, this.toRef());
    return this.describe();
  }
}

function advance(places: number[], lists: readonly (readonly Ref[])[]): boolean {
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = places[i]! + 1;
    if (places[i]! < lists[i]!.length) return true;
    places[i] = 0;
  }
  return false;
}

/** `S \X T \X …`. */
export class TupleSet extends Product {
  private readonly sets: readonly Value[];
  constructor(bank: Bank, sets: readonly Value[]) {
    super(bank);
    this.sets = sets;
  }

  member(ref: Ref): boolean {
    const { bank } = this;
    const items = asSequence(bank, ref);
    if (items === undefined) {
      const kind = bank.kind(ref);
      const integers =
        kind === Kind.function && bank.list(bank.domainOf(ref)).every((key) => bank.isInt(key));
      return integers ? false : notAnElement(bank, ref, this, "tuples");
    }
    if (bank.size(items) !== this.sets.length) return false;
    return this.sets.every((set, i) => isMember(bank, bank.at(items, i), set));
  }

  protected factors(): readonly Value[] {
    return this.sets;
  }

  protected make(mark: number): Ref {
    return this.bank.tuple(mark);
  }

  protected describe(): string {
    return `(${this.sets.map((set) => showValue(this.bank, set)).join(" \\X ")})`;
  }
}

/** `[S -> T]`. */
export class FunctionSet extends Product {
  readonly domain: Value;
  readonly range: Value;
  constructor(bank: Bank, domain: Value, range: Value) {
    super(bank);
    this.domain = domain;
    this.range = range;
  }

  member(ref: Ref): boolean {
    const { bank } = this;
    const kind = bank.kind(ref);
    if (kind !== Kind.tuple && kind !== Kind.record && kind !== Kind.function) {
      return notAnElement(bank, ref, this, "functions");
    }
    const size = bank.size(ref);
    const wanted = sizeOf(bank, this.domain);
    if (wanted === undefined || BigInt(size) !== wanted) return false;
    const over = force(this.domain);
    if (kind === Kind.tuple) {
      if (!this.isOverSequence(over, size)) return equal(bank, over, new Interval(bank, 1, size).toRef());
    } else if (bank.domainOf(ref) !== over) {
      // Never equal, but an error if the two cannot be compared.
      return equal(bank, over, bank.domainOf(ref));
    }
    for (let i = 0; i < size; i++) if (!isMember(bank, bank.at(ref, i), this.range)) return false;
    return true;
  }

  override describesSame(other: Lazy): boolean {
    return (
      other instanceof FunctionSet &&
      equalValues(this.bank, this.domain, other.domain) &&
      equalValues(this.bank, this.range, other.range)
    );
  }

  override differs(other: Lazy): boolean {
    return other instanceof FunctionSet && !(this.isFinite() && other.isFinite());
  }

  /** Whether the domain, of `size` elements, is 1..size. */
  private isOverSequence(domain: Ref, size: number): boolean {
    if (size === 0) return true;
    return this.bank.at(domain, 0) === 3 && this.bank.at(domain, size - 1) === 2 * size + 1;
  }

  protected factors(): readonly Value[] {
    const size = this.bank.size(force(this.domain));
    return Array.from({ length: size }, () => this.range);
  }

  protected make(mark: number): Ref {
    return this.bank.functionOver(force(this.domain), mark);
  }

  override bound(): bigint | undefined {
    const domain = sizeOf(this.bank, this.domain);
    const range = sizeOf(this.bank, this.range);
    if (domain === 0n) return 1n;
    if (range === 0n) return 0n;
    return domain === undefined || range === undefined ? undefined : range ** domain;
  }

  protected describe(): string {
    return `[${showValue(this.bank, this.domain)} -> ${showValue(this.bank, this.range)}]`;
  }
}

/** `[a : S, b : T]`; the sets in the order of the field names. */
export class RecordSet extends Product {
  private readonly domain: Ref;
  private readonly sets: readonly Value[];
  constructor(bank: Bank, fields: readonly (readonly [string, Value])[]) {
    super(bank);
    const byName = fields.map(([name, set]) => ({ token: bank.token(name), name, set }));
    byName.sort((a, b) => a.token - b.token);
    this.domain = bank.setOf(byName.map(({ name }) => bank.string(name)));
    this.sets = byName.map(({ set }) => set);
  }

  member(ref: Ref): boolean {
    const { bank } = this;
    if (ref === EMPTY_TUPLE) return this.sets.length === 0;
    if (bank.kind(ref) !== Kind.record) return notAnElement(bank, ref, this, "records");
    if (bank.domainOf(ref) !== this.domain) return false;
    return this.sets.every((set, i) => isMember(bank, bank.at(ref, i), set));
  }

  protected factors(): readonly Value[] {
    return this.sets;
  }

  protected make(mark: number): Ref {
    return this.bank.functionOver(this.domain, mark);
  }

  protected describe(): string {
    const names = this.bank.list(this.domain).map((name) => this.bank.textOf(name));
    return `[${names.map((name, i) => `${name}: ${showValue(this.bank, this.sets[i]!)}`).join(", ")}]`;
  }
}

/** `Seq(S)`. TLC lists it not even where it has one element, `<<>>`. */
export class SequenceSet extends Lazy {
  private readonly range: Value;
  constructor(bank: Bank, range: Value) {
    super(bank);
    if (typeof range === "number" && bank.kind(range) !== Kind.set) {
      throw appliedToWrongValue("Seq", "a set", show(bank, range), [range]);
    }
    this.range = range;
  }

  member(ref: Ref): boolean {
    const { bank } = this;
    const items = asSequence(bank, ref);
    if (items === undefined) return notAnElement(bank, ref, this, "other");
    const size = bank.size(items);
    for (let i = 0; i < size; i++) if (!isMember(bank, bank.at(items, i), this.range)) return false;
    return true;
  }

  bound(): undefined {
    return undefined;
  }

  override describesSame(other: Lazy): boolean {
    return other instanceof SequenceSet && equalValues(this.bank, this.range, other.range);
  }

  override differs(other: Lazy): boolean {
    return other instanceof SequenceSet;
  }

  elements(): Iterable<Ref> {
    throw notEnumerable(this.show());
  }

  show(): string {
    return `Seq(${showValue(this.bank, this.range)})`;
  }
}
