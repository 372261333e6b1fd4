/** Sets made of sets as wholes: `SUBSET S`, unions, intersections, differences and filters of described sets. */
import { type Bank, EMPTY_SET, Kind, type Ref } from "./bank.js";
import { notASet, notEnumerable } from "./bank-errors.js";
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

/** Of fewer elements than this TLC prints the power set by listing it. */
const LISTED_BELOW = 7n;

/** `SUBSET S`; its elements come by size, those of one size in the order of sets. */
export class PowerSet extends Lazy {
  readonly base: Value;
  constructor(bank: Bank, base: Value) {
    super(bank);
    if (typeof base === "number" && bank.kind(base) !== Kind.set) throw notASet(show(bank, base), [base]);
    this.base = base;
  }

  member(ref: Ref): boolean {
    const { bank } = this;
    if (bank.kind(ref) !== Kind.set) return notAnElement(bank, ref, this, "subsets");
    const size = bank.size(ref);
    for (let i = 0; i < size; i++) if (!isMember(bank, bank.at(ref, i), this.base)) return false;
    return true;
  }

  bound(): bigint | undefined {
    const size = sizeOf(this.bank, this.base);
    if (size === undefined) return undefined;
    // Beyond any limit the exact number is of no use, and 2^(10^6) is slow to compute.
    return 1n << (size > 4096n ? 4096n : size);
  }

  override describesSame(other: Lazy): boolean {
    return other instanceof PowerSet && equalValues(this.bank, this.base, other.base);
  }

  override differs(other: Lazy): boolean {
    return other instanceof PowerSet && !(this.isFinite() && other.isFinite());
  }

  *elements(): Iterable<Ref> {
    const { bank } = this;
    const base = force(this.base);
    const all = bank.list(base);
    yield EMPTY_SET;
    for (let size = 1; size <= all.length; size++) yield* this.ofSize(all, size);
  }

  /** The subsets with `size` elements, `size` ≥ 1, in the order of sets. */
  *ofSize(all: readonly Ref[], size: number): Iterable<Ref> {
    const { bank } = this;
    const n = all.length;
    if (size > n) return;
    const chosen = Array.from({ length: size }, (_, i) => i);
    for (;;) {
      const mark = bank.mark();
      for (let i = 0; i < size; i++) bank.push(all[chosen[i]!]!);
      yield bank.sortedSet(mark);
      let i = size - 1;
      while (i >= 0 && chosen[i] === n - size + i) i--;
      if (i < 0) return;
      chosen[i] = chosen[i]! + 1;
      for (let j = i + 1; j < size; j++) chosen[j] = chosen[j - 1]! + 1;
    }
  }

  show(): string {
    const size = sizeOf(this.bank, this.base);
    if (size !== undefined && size < LISTED_BELOW) return show(this.bank, this.toRef());
    const base = showValue(this.bank, this.base);
    return this.base instanceof Interval && this.bank.tlc === "later" ? `SUBSET (${base})` : `SUBSET ${base}`;
  }
}

/** What `bound` only bounds: the size is counted. */
abstract class Counted extends Lazy {
  protected override isCounted(): boolean {
    return true;
  }

  override size(): bigint | undefined {
    return this.isFinite() ? BigInt(this.bank.size(this.toRef())) : undefined;
  }
}

export class Union extends Counted {
  private readonly first: Value;
  private readonly second: Value;
  constructor(bank: Bank, first: Value, second: Value) {
    super(bank);
    this.first = first;
    this.second = second;
  }

  member(ref: Ref): boolean {
    return isMember(this.bank, ref, this.first) || isMember(this.bank, ref, this.second);
  }

  bound(): bigint | undefined {
    const first = boundOf(this.bank, this.first);
    const second = boundOf(this.bank, this.second);
    return first === undefined || second === undefined ? undefined : first + second;
  }

  *elements(): Iterable<Ref> {
    if (!this.isFinite()) throw notEnumerable(this.show());
    yield* elementsOf(this.bank, this.first);
    yield* elementsOf(this.bank, this.second);
  }

  show(): string {
    if (this.isFinite()) return show(this.bank, this.toRef());
    return `${showValue(this.bank, this.first)} \\cup ${showValue(this.bank, this.second)}`;
  }
}

/** The elements of `base` that `keep` accepts: filters, `\cap` and `\`. `text` describes it where it cannot be listed. */
export class Filter extends Counted {
  private readonly base: Value;
  private readonly keep: (ref: Ref) => boolean;
  private readonly text: () => string;
  constructor(bank: Bank, base: Value, keep: (ref: Ref) => boolean, text: () => string) {
    super(bank);
    this.base = base;
    this.keep = keep;
    this.text = text;
  }

  member(ref: Ref): boolean {
    return isMember(this.bank, ref, this.base) && this.keep(ref);
  }

  bound(): bigint | undefined {
    return boundOf(this.bank, this.base);
  }

  *elements(): Iterable<Ref> {
    for (const element of elementsOf(this.bank, this.base)) if (this.keep(element)) yield element;
  }

  show(): string {
    return this.isFinite() ? show(this.bank, this.toRef()) : this.text();
  }
}

/**
 * `UNION S`: S is a described set of sets, or listed but has sets that are described, which stand here in the order of
 * their values. What is in several of them comes several times, as in TLC.
 */
export class BigUnion extends Counted {
  private readonly sets: Lazy | readonly Value[];
  constructor(bank: Bank, sets: Lazy | readonly Value[]) {
    super(bank);
    this.sets = sets;
  }

  private each(): Iterable<Value> {
    return this.sets instanceof Lazy ? this.sets.elements() : this.sets;
  }

  member(ref: Ref): boolean {
    for (const set of this.each()) if (isMember(this.bank, ref, set)) return true;
    return false;
  }

  bound(): bigint | undefined {
    if (!this.isFinite()) return undefined;
    let sum = 0n;
    for (const set of this.each()) sum += sizeOf(this.bank, set)!;
    return sum;
  }

  override isFinite(): boolean {
    return !(this.sets instanceof Lazy) || this.sets.isFinite();
  }

  *elements(): Iterable<Ref> {
    for (const set of this.each()) yield* elementsOf(this.bank, set);
  }

  show(): string {
    if (this.isFinite()) return show(this.bank, this.toRef());
    return `UNION(${this.sets instanceof Lazy ? this.sets.show() : "{...}"})`;
  }
}

function boundOf(bank: Bank, set: Value): bigint | undefined {
  return typeof set === "number" ? sizeOf(bank, set) : set.bound();
}
