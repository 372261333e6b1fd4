/**
 * TLC's order of values, which decides how sets are kept and listed and what CHOOSE picks: integers by value, FALSE
 * before TRUE, strings and model values by first appearance, sets and functions by size, then part by part; an untyped
 * model value is before everything that is none. Other kinds cannot be compared, nor asked to be equal.
 */
import { type Bank, Kind, type Ref } from "./bank.js";
import {
  type Comparison,
  differentlyTyped,
  incomparable,
  recordClash,
  typedWithOther,
} from "./bank-errors.js";
import { show } from "./show.js";

/** Negative, 0 (only for the same ref) or positive. Throws an EvaluationError where TLC cannot compare. */
export function compare(bank: Bank, a: Ref, b: Ref, comparison: Comparison = "compare"): number {
  if (a === b) return 0;
  if ((a & b & 1) === 1) return a < b ? -1 : 1;
  const kind = bank.kind(a);
  const other = bank.kind(b);
  if (kind === Kind.model) return compareModel(bank, a, b, comparison);
  if (other === Kind.model) return modelSecond(bank, a, b, comparison);
  switch (kind) {
    case Kind.integer:
    case Kind.wide:
      if (!bank.isInt(b)) throw clash(bank, comparison, a, b, "integer", "non-integer");
      return bank.intOf(a) - bank.intOf(b);
    case Kind.boolean:
      if (other !== Kind.boolean) throw clash(bank, comparison, a, b, "boolean", "non-boolean");
      return a - b;
    case Kind.string:
      if (other !== Kind.string) throw clash(bank, comparison, a, b, "string", "non-string");
      return bank.tokenOf(a) - bank.tokenOf(b);
    case Kind.set:
      if (other !== Kind.set) throw clash(bank, comparison, a, b, "the set", "the value");
      return compareItems(bank, a, b, comparison);
    case Kind.tuple:
      if (other === Kind.tuple) return compareItems(bank, a, b, comparison);
      if (other === Kind.string && bank.tlc === "2.18") {
        return compareItems(bank, a, characters(bank, b), comparison);
      }
      return compareFunctions(bank, a, b, comparison);
    case Kind.record:
      if (other !== Kind.record) {
        if (isEmptyFunction(bank, b)) return 1;
        throw recordClash(comparison, show(bank, a), show(bank, b), [a, b]);
      }
      return compareFunctions(bank, a, b, comparison);
    case Kind.function:
      return compareFunctions(bank, a, b, comparison);
  }
}

/** Whether two values are equal; throws an EvaluationError where TLC refuses to say. */
export function equal(bank: Bank, a: Ref, b: Ref): boolean {
  if (a === b) return true;
  if ((a & b & 1) === 1) return false;
  return compare(bank, a, b, "equality") === 0;
}

/** The sequence of the characters of a string (UTF-16 units), each a string. */
export function characters(bank: Bank, text: Ref): Ref {
  return bank.tupleOf(
    Array.from({ length: bank.textOf(text).length }, (_, i) => bank.string(bank.textOf(text)[i]!)),
  );
}

/** The value as TLC's sequence: itself, or for 2.18 the characters of a string; `undefined` if it is neither. */
export function asSequence(bank: Bank, ref: Ref): Ref | undefined {
  const kind = bank.kind(ref);
  if (kind === Kind.tuple) return ref;
  return kind === Kind.string && bank.tlc === "2.18" ? characters(bank, ref) : undefined;
}

function isEmptyFunction(bank: Bank, ref: Ref): boolean {
  return bank.kind(ref) === Kind.tuple && bank.size(ref) === 0;
}

function compareItems(bank: Bank, a: Ref, b: Ref, comparison: Comparison): number {
  const n = bank.size(a);
  const difference = n - bank.size(b);
  if (difference !== 0) return difference;
  const first = bank.first(a);
  const second = bank.first(b);
  const { arena } = bank;
  for (let i = 0; i < n; i++) {
    const x = arena[first + i]!;
    const y = arena[second + i]!;
    if (x !== y) {
      const order = compare(bank, x, y, comparison);
      if (order !== 0) return order;
    }
  }
  return 0;
}

function compareFunctions(bank: Bank, a: Ref, b: Ref, comparison: Comparison): number {
  if (bank.kind(b) < Kind.tuple || (b & 1) === 1) {
    throw clash(bank, comparison, a, b, "the function", "the value");
  }
  const either = bank.kind(a) === Kind.tuple || bank.kind(b) === Kind.tuple;
  if (!either && bank.domainOf(a) === bank.domainOf(b)) return compareItems(bank, a, b, comparison);
  const n = bank.size(a);
  const difference = n - bank.size(b);
  if (difference !== 0) return difference;
  if (bank.tlc === "later") {
    for (let i = 0; i < n; i++) {
      const order = compareArguments(bank, a, b, i, comparison);
      if (order !== 0) return order;
    }
    return compareItems(bank, a, b, comparison);
  }
  for (let i = 0; i < n; i++) {
    const order = compareArguments(bank, a, b, i, comparison);
    if (order !== 0) return order;
    const values = compare(bank, bank.at(a, i), bank.at(b, i), comparison);
    if (values !== 0) return values;
  }
  return 0;
}

function argument(bank: Bank, f: Ref, i: number): Ref {
  return bank.kind(f) === Kind.tuple ? 2 * (i + 1) + 1 : bank.at(bank.domainOf(f), i);
}

function compareArguments(bank: Bank, a: Ref, b: Ref, i: number, comparison: Comparison): number {
  const x = argument(bank, a, i);
  const y = argument(bank, b, i);
  // Beside the index of a sequence TLC takes nothing but integers, not even a model value.
  const indexed = bank.kind(a) === Kind.tuple || bank.kind(b) === Kind.tuple;
  if (indexed && !(bank.isInt(x) && bank.isInt(y)))
    throw clash(bank, comparison, x, y, "integer", "non-integer");
  return compare(bank, x, y, comparison);
}

// --------------------------------------------------------------------------------------------------- model values

/** The character that types a model value, or the empty text: `a_1` is of type `a`. */
export function modelType(name: string): string {
  return name.length > 2 && name[1] === "_" ? name[0]! : "";
}

function compareModel(bank: Bank, a: Ref, b: Ref, comparison: Comparison): number {
  const type = sortsFreely(bank, comparison) ? "" : modelType(bank.textOf(a));
  if (bank.kind(b) !== Kind.model) {
    if (type === "") return -1;
    throw typedWithOther(comparison, show(bank, a), show(bank, b), [a, b]);
  }
  const other = modelType(bank.textOf(b));
  if (type !== "" && other !== "" && type !== other) {
    throw differentlyTyped(comparison, show(bank, a), show(bank, b), [a, b]);
  }
  return bank.tokenOf(a) - bank.tokenOf(b);
}

/** Whether types of model values do not count: TLC 2.18 heeds them for equality only. */
function sortsFreely(bank: Bank, comparison: Comparison): boolean {
  return comparison === "compare" && bank.tlc === "2.18";
}

function modelSecond(bank: Bank, a: Ref, b: Ref, comparison: Comparison): number {
  if (sortsFreely(bank, comparison) || modelType(bank.textOf(b)) === "") return 1;
  throw typedWithOther(comparison, show(bank, b), show(bank, a), [b, a]);
}

function clash(bank: Bank, comparison: Comparison, a: Ref, b: Ref, what: string, other: string): Error {
  return incomparable(comparison, what, show(bank, a), other, show(bank, b), [a, b]);
}
