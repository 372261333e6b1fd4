/** The set operators of TLA+ and FiniteSets. A result is listed where TLC lists it, else described. */
import { type Bank, EMPTY_SET, FALSE, Kind, type Ref, TRUE } from "./bank.js";
import {
  EvaluationError,
  notASet,
  nothingToChoose,
  overflow,
  subsetOfNonSet,
  tooLarge,
  unionNotEnumerable,
  unionOfNonSet,
} from "./bank-errors.js";
import { compare } from "./compare.js";
import {
  elementsOf,
  equalValues,
  force,
  Interval,
  isFiniteSet,
  isMember,
  memberOfRef,
  SET_LIMIT,
  search,
  showValue,
  sizeOf,
  type Value,
} from "./lazy.js";
import { BigUnion, Filter, PowerSet, Union } from "./lazy-algebra.js";
import { TupleSet } from "./lazy-products.js";
import { show } from "./show.js";

export function equals(bank: Bank, a: Value, b: Value): Ref {
  return equalValues(bank, a, b) ? TRUE : FALSE;
}

export function isIn(bank: Bank, element: Value, set: Value): Ref {
  return isMember(bank, element, set) ? TRUE : FALSE;
}

/** A set that TLC keeps as a list: a listed one, or an interval. Throws an EvaluationError for what is no set. */
function listed(bank: Bank, set: Value): Ref | undefined {
  if (typeof set !== "number") return set instanceof Interval ? set.toRef() : undefined;
  if (bank.kind(set) !== Kind.set) throw notASet(show(bank, set), [set]);
  return set;
}

function isSet(bank: Bank, value: Value): boolean {
  return typeof value !== "number" || bank.kind(value) === Kind.set;
}

/** `a \cup b`. */
export function union(bank: Bank, a: Value, b: Value): Value {
  if (!isSet(bank, a) || !isSet(bank, b)) throw unionNotEnumerable(showValue(bank, a), showValue(bank, b));
  const first = listed(bank, a);
  const second = listed(bank, b);
  if (first !== undefined && second !== undefined) return merged(bank, first, second);
  if (first === EMPTY_SET) return b;
  if (second === EMPTY_SET) return a;
  return second !== undefined && first === undefined ? new Union(bank, second, a) : new Union(bank, a, b);
}

function merged(bank: Bank, a: Ref, b: Ref): Ref {
  if (a === b || b === EMPTY_SET) return a;
  if (a === EMPTY_SET) return b;
  if (bank.size(b) === 1) return withElement(bank, a, bank.at(b, 0));
  if (bank.size(a) === 1) return withElement(bank, b, bank.at(a, 0));
  const mark = bank.mark();
  const { arena } = bank;
  let i = bank.first(a);
  let j = bank.first(b);
  const endA = i + bank.size(a);
  const endB = j + bank.size(b);
  while (i < endA && j < endB) {
    const order = compare(bank, arena[i]!, arena[j]!);
    bank.push(order <= 0 ? arena[i]! : arena[j]!);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  while (i < endA) bank.push(arena[i++]!);
  while (j < endB) bank.push(arena[j++]!);
  return bank.sortedSet(mark);
}

/** The set with one more element, unless it is there. */
function withElement(bank: Bank, set: Ref, element: Ref): Ref {
  const { arena } = bank;
  const first = bank.first(set);
  const end = first + bank.size(set);
  for (let i = first; i < end; i++) if (arena[i] === element) return set;
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(bank, element, arena[middle]!);
    if (order === 0) return set;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  const mark = bank.mark();
  for (let i = first; i < low; i++) bank.push(arena[i]!);
  bank.push(element);
  for (let i = low; i < end; i++) bank.push(arena[i]!);
  return bank.sortedSet(mark);
}

/** `a \cap b`. */
export function intersection(bank: Bank, a: Value, b: Value): Value {
  const first = listed(bank, a);
  if (first !== undefined) return membersOf(bank, first, b, true);
  const second = listed(bank, b);
  if (second !== undefined) return membersOf(bank, second, a, true);
  const text = () => `${showValue(bank, a)} \\cap ${showValue(bank, b)}`;
  return new Filter(bank, a, (x) => isMember(bank, x, b), text);
}

/** `a \ b`. */
export function difference(bank: Bank, a: Value, b: Value): Value {
  const first = listed(bank, a);
  if (first !== undefined) return membersOf(bank, first, b, false);
  const text = () => `${showValue(bank, a)} \\ ${showValue(bank, b)}`;
  return new Filter(bank, a, (x) => !isMember(bank, x, b), text);
}

/** The elements of a listed set that are in another one, or that are not. */
function membersOf(bank: Bank, set: Ref, other: Value, areIn: boolean): Ref {
  if (typeof other !== "number") return kept(bank, set, (x) => other.member(x) === areIn);
  const n = bank.size(set);
  if (n === 0) return set;
  const mark = bank.mark();
  const first = bank.first(set);
  for (let i = 0; i < n; i++) {
    const element = bank.arena[first + i]!;
    if (memberOfRef(bank, element, other) === areIn) bank.push(element);
  }
  if (bank.mark() - mark < n) return bank.sortedSet(mark);
  bank.release(mark);
  return set;
}

/** `{x \in set : keep}`: listed if `set` is, else described; `text` shows the description where it is infinite. */
export function filter(bank: Bank, set: Value, keep: (ref: Ref) => boolean, text: string): Value {
  const all = listed(bank, set);
  return all !== undefined ? kept(bank, all, keep) : new Filter(bank, set, keep, () => text);
}

function kept(bank: Bank, set: Ref, keep: (ref: Ref) => boolean): Ref {
  const chosen: Ref[] = [];
  const n = bank.size(set);
  for (let i = 0; i < n; i++) {
    const element = bank.at(set, i);
    if (keep(element)) chosen.push(element);
  }
  if (chosen.length === n) return set;
  const mark = bank.mark();
  for (const element of chosen) bank.push(element);
  return bank.sortedSet(mark);
}

/** `a \subseteq b`: decided element by element. */
export function subsetOrEqual(bank: Bank, a: Value, b: Value): Ref {
  if (a === b) return TRUE;
  if (a instanceof PowerSet && b instanceof PowerSet) return subsetOrEqual(bank, a.base, b.base);
  if (!isSet(bank, a)) throw subsetOfNonSet();
  for (const element of elementsOf(bank, a)) if (!isMember(bank, element, b)) return FALSE;
  return TRUE;
}

/** `UNION sets`. */
export function bigUnion(bank: Bank, sets: Value): Value {
  const all = listed(bank, sets);
  if (all === undefined) return typeof sets === "number" ? sets : new BigUnion(bank, sets);
  const mark = bank.mark();
  const n = bank.size(all);
  for (let i = 0; i < n; i++) {
    const set = bank.at(all, i);
    if (bank.kind(set) !== Kind.set) {
      bank.release(mark);
      throw unionOfNonSet([set, all]);
    }
    const size = bank.size(set);
    for (let k = 0; k < size; k++) bank.push(bank.at(set, k));
  }
  return bank.set(mark);
}

/** `SUBSET set`. */
export function powerSet(bank: Bank, set: Value): PowerSet {
  return new PowerSet(bank, set);
}

/** `sets[0] \X sets[1] \X …`. */
export function product(bank: Bank, sets: readonly Value[]): TupleSet {
  for (const set of sets) if (typeof set === "number") listed(bank, set);
  return new TupleSet(bank, sets);
}

/** The subsets of `set` with `size` elements. Throws an EvaluationError if they are too many. */
export function subsetsOfSize(bank: Bank, size: number, set: Value): Ref {
  const all = bank.list(force(set));
  if (size < 0 || size > all.length) return EMPTY_SET;
  if (size === 0) return bank.setOf([EMPTY_SET]);
  const subsets: Ref[] = [];
  for (const subset of powerSet(bank, set).ofSize(all, size)) {
    subsets.push(subset);
    if (subsets.length > SET_LIMIT) throw tooLarge(SET_LIMIT);
  }
  return bank.setOf(subsets);
}

/** `Cardinality(set)`. Throws an EvaluationError for an infinite set, and beyond 2^31 - 1. */
export function cardinality(bank: Bank, set: Value): Ref {
  const size = isSet(bank, set) ? sizeOf(bank, set) : undefined;
  if (size === undefined) {
    const message = `Attempted to compute cardinality of the value\n${showValue(bank, set)}`;
    throw new EvaluationError("not-enumerable", message);
  }
  if (size > 2147483647n) throw overflow(`the number of elements in:\n${showValue(bank, set)}`);
  return bank.int(Number(size));
}

export function finite(bank: Bank, set: Value): Ref {
  return isFiniteSet(bank, set) ? TRUE : FALSE;
}

/**
 * `UNION {sets[0], sets[1], …}` where some of the sets need not be listed: as in TLC, a set of one is not put in order,
 * others are listed for that. What comes from sets that are all listed is listed, too.
 */
export function unionOf(bank: Bank, sets: readonly Value[]): Value {
  const [only] = sets;
  if (only !== undefined && sets.length === 1) {
    if (!isSet(bank, only)) throw unionOfNonSet([force(only)]);
    return only;
  }
  if (sets.every((set) => typeof set === "number")) return bigUnion(bank, bank.setOf(sets));
  const byRef = new Map<Ref, Value>();
  for (const set of sets) {
    const ref = force(set);
    if (!byRef.has(ref)) byRef.set(ref, set);
  }
  const inOrder = bank.list(bank.setOf([...byRef.keys()]));
  for (const set of inOrder) if (!isSet(bank, set)) throw unionOfNonSet([set]);
  return new BigUnion(
    bank,
    inOrder.map((ref) => byRef.get(ref) ?? ref),
  );
}

/** `CHOOSE x \in set : holds`: the first in the order of values. Throws an EvaluationError if there is none. */
export function choose(bank: Bank, set: Value, holds: (ref: Ref) => boolean): Ref {
  const [first] = witnesses(bank, set, holds, 1);
  if (first === undefined) throw nothingToChoose(showValue(bank, set));
  return first;
}

/** The same set, its elements in the order in which CHOOSE looks at them: listed, unless its description has that order. */
export function ordered(set: Value): Value {
  return set instanceof PowerSet || set instanceof Interval ? set : force(set);
}

/** The first elements that `holds` accepts, at most `most`, in the order in which CHOOSE looks at them. */
export function witnesses(
  bank: Bank,
  set: Value,
  holds: (ref: Ref) => boolean,
  most: number,
): readonly Ref[] {
  const inOrder = ordered(set);
  const found: Ref[] = [];
  for (const element of elementsOf(bank, inOrder)) {
    if (!holds(element)) continue;
    found.push(element);
    if (found.length >= most) break;
  }
  return found;
}

/** The place of a value in a listed set, from 0, or -1. */
export { search };
