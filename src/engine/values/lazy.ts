/**
 * Sets that are described, not listed: `1..1000000`, `SUBSET S`, `[S -> T]`, `Nat`. Membership is decided from the
 * description, elements are made one at a time; only `toRef` makes the whole set.
 */
import { type Bank, Kind, type Ref } from "./bank.js";
import {
  elementOfNonSet,
  neverAnElement,
  notASet,
  notEnumerable,
  notFiniteOrNot,
  type SetForm,
  tooLarge,
  typedElement,
} from "./bank-errors.js";
import { compare, equal, modelType } from "./compare.js";
import { kindName, show } from "./show.js";

/** What an expression evaluates to: a value of the bank, or a set that is not listed (yet). */
export type Value = Ref | Lazy;

/** The largest set that is made of a description, as in TLC. */
export const SET_LIMIT = 1_000_000;

/** TLC has no limit for intervals; ours keeps the process alive. */
const INTERVAL_LIMIT = 2 ** 26;

export abstract class Lazy {
  protected readonly bank: Bank;
  private listed: Ref | undefined;
  constructor(bank: Bank) {
    this.bank = bank;
  }

  /** Whether `ref` is an element. Throws an EvaluationError where TLC cannot tell. */
  abstract member(ref: Ref): boolean;

  /** How many elements there are at most (exactly, where nothing can repeat); `undefined`: infinitely many. */
  abstract bound(): bigint | undefined;

  /** The elements in TLC's order of enumeration; those of a union may come twice, as in TLC. */
  abstract elements(): Iterable<Ref>;

  /** The set as TLC prints it without listing it. */
  abstract show(): string;

  /** Whether another description is seen to be of the same set without listing either. */
  describesSame(_other: Lazy): boolean {
    return false;
  }

  /** Whether another description is taken to be of another set, as it was not `describesSame`. */
  differs(_other: Lazy): boolean {
    return false;
  }

  /** Whether `bound` may be more than the size. */
  protected isCounted(): boolean {
    return false;
  }

  isFinite(): boolean {
    return this.bound() !== undefined;
  }

  /** How many elements there are; `undefined`: infinitely many. */
  size(): bigint | undefined {
    return this.bound();
  }

  /** The set itself. Throws an EvaluationError if it is infinite or has more than `limit` elements. */
  toRef(limit = SET_LIMIT): Ref {
    if (this.listed !== undefined) return this.listed;
    if (!this.isFinite()) throw notEnumerable(this.show());
    if (!this.isCounted() && this.bound()! > BigInt(limit)) throw tooLarge(limit);
    const { bank } = this;
    const elements: Ref[] = [];
    for (const element of this.elements()) {
      elements.push(element);
      if (elements.length > limit) throw tooLarge(limit);
    }
    this.listed = bank.setOf(elements);
    return this.listed;
  }
}

export function isLazy(value: Value): value is Lazy {
  return typeof value !== "number";
}

/** The value itself, a described set listed. Throws an EvaluationError if that cannot be done. */
export function force(value: Value): Ref {
  return typeof value === "number" ? value : value.toRef();
}

/** `element \in set`. */
export function isMember(bank: Bank, element: Value, set: Value): boolean {
  if (typeof set === "number") return memberOfRef(bank, force(element), set);
  return set.member(force(element));
}

/** Whether `element` is in the listed set. Throws where the set holds what `element` cannot be compared to. */
export function memberOfRef(bank: Bank, element: Ref, set: Ref): boolean {
  if (bank.kind(set) !== Kind.set) {
    const what = `${kindName(bank, set)} ${show(bank, set)}`;
    throw elementOfNonSet(show(bank, element), what, [element, set]);
  }
  return search(bank, element, set) >= 0;
}

/** The place (from 0) of a value in a listed set, or -1. Throws where the two cannot be compared. */
export function search(bank: Bank, element: Ref, set: Ref): number {
  const first = bank.first(set);
  const n = bank.size(set);
  const { arena } = bank;
  if (n <= 12) {
    for (let i = 0; i < n; i++) if (arena[first + i] === element) return i;
    if (n === 0 || (element & arena[first]! & 1) === 1) return -1;
  }
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(bank, element, arena[first + middle]!);
    if (order === 0) return middle;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return -1;
}

/** The elements of a set in TLC's order. Throws an EvaluationError for what is no set, or infinite. */
export function elementsOf(bank: Bank, set: Value): Iterable<Ref> {
  if (typeof set !== "number") return set.elements();
  if (bank.kind(set) !== Kind.set) throw notASet(show(bank, set), [set]);
  return bank.list(set);
}

export function isFiniteSet(bank: Bank, set: Value): boolean {
  if (typeof set !== "number") return set.isFinite();
  if (bank.kind(set) !== Kind.set) throw notFiniteOrNot(`${kindName(bank, set)} ${show(bank, set)}`, [set]);
  return true;
}

/** How many elements a set has; `undefined`: infinitely many. */
export function sizeOf(bank: Bank, set: Value): bigint | undefined {
  if (typeof set !== "number") return set.size();
  if (bank.kind(set) !== Kind.set) throw notASet(show(bank, set), [set]);
  return BigInt(bank.size(set));
}

/** As TLC prints it; a described set that is small is listed, as TLC does. */
export function showValue(bank: Bank, value: Value): string {
  return typeof value === "number" ? show(bank, value) : value.show();
}

/** Whether two values are equal; throws where TLC refuses to say. Descriptions alike are not listed. */
export function equalValues(bank: Bank, a: Value, b: Value): boolean {
  if (typeof a === "number" && typeof b === "number") return equal(bank, a, b);
  if (a === b) return true;
  if (typeof a !== "number" && typeof b !== "number") {
    if (a.describesSame(b)) return true;
    if (a.differs(b)) return false;
  }
  return equal(bank, force(a), force(b));
}

/** No element, without an error if it is an untyped model value; else TLC's error. */
export function notAnElement(bank: Bank, element: Ref, set: Lazy, form: SetForm): boolean {
  const shown = show(bank, element);
  if (bank.kind(element) !== Kind.model || form === "subsets") {
    throw neverAnElement(form, shown, set.show(), [element]);
  }
  if (modelType(bank.textOf(element)) === "") return false;
  if (form === "interval") throw neverAnElement(form, shown, set.show(), [element]);
  throw typedElement(shown, set.show(), [element]);
}

// ------------------------------------------------------------------------------------------- the simplest ones

/** `low..high`. */
export class Interval extends Lazy {
  readonly low: number;
  readonly high: number;
  constructor(bank: Bank, low: number, high: number) {
    super(bank);
    this.low = low;
    this.high = high;
  }

  member(ref: Ref): boolean {
    if (this.bank.isInt(ref)) {
      const n = this.bank.intOf(ref);
      return n >= this.low && n <= this.high;
    }
    return this.low <= this.high && notAnElement(this.bank, ref, this, "interval");
  }

  bound(): bigint {
    return BigInt(Math.max(0, this.high - this.low + 1));
  }

  *elements(): Iterable<Ref> {
    for (let n = this.low; n <= this.high; n++) yield this.bank.int(n);
  }

  override describesSame(other: Lazy): boolean {
    if (!(other instanceof Interval)) return false;
    return other.bound() === this.bound() && (this.bound() === 0n || other.low === this.low);
  }

  override toRef(limit = INTERVAL_LIMIT): Ref {
    return super.toRef(limit);
  }

  show(): string {
    return this.low <= this.high ? `${this.low}..${this.high}` : "{}";
  }
}

/** `Nat`, `Int`, `STRING`: what has no end and cannot be listed. */
export class Infinite extends Lazy {
  readonly name: "Nat" | "Int" | "STRING" | "Real";
  constructor(bank: Bank, name: "Nat" | "Int" | "STRING" | "Real") {
    super(bank);
    this.name = name;
  }

  member(ref: Ref): boolean {
    const { bank } = this;
    if (this.name === "STRING")
      return bank.kind(ref) === Kind.string || notAnElement(bank, ref, this, "other");
    if (!bank.isInt(ref)) return notAnElement(bank, ref, this, "other");
    return this.name !== "Nat" || bank.intOf(ref) >= 0;
  }

  bound(): undefined {
    return undefined;
  }

  override describesSame(other: Lazy): boolean {
    return other instanceof Infinite && other.name === this.name;
  }

  override differs(other: Lazy): boolean {
    return other instanceof Infinite && (this.name === "STRING") === (other.name === "STRING");
  }

  elements(): Iterable<Ref> {
    throw notEnumerable(this.name);
  }

  show(): string {
    return this.name;
  }
}
