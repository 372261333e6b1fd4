/** Functions, sequences and records as functions: application, EXCEPT, DOMAIN, `:>` and `@@`. */
import { type Bank, EMPTY_SET, EMPTY_TUPLE, Kind, type Ref } from "./bank.js";
import {
  EvaluationError,
  nonIntegralIndex,
  nonStringField,
  noSuchField,
  notAFunction,
  notInDomain,
  outOfBounds,
  wrongArgument,
} from "./bank-errors.js";
import { compare, equal } from "./compare.js";
import { force, Interval, search, showValue, type Value } from "./lazy.js";
import { evaluated, LazyFunction } from "./lazy-function.js";
import { aKind, kindName, show } from "./show.js";

/** From here on an argument is looked for by halves. */
const HALVES_FROM = 16;

export function isFunction(bank: Bank, value: Value): value is Ref {
  return typeof value === "number" && (value & 1) === 0 && bank.kind(value) >= Kind.tuple;
}

/** `f[x]`. Throws an EvaluationError if f is no function or x not in its domain. */
export function apply(bank: Bank, f: Value, x: Value): Ref {
  return force(applied(bank, f, x));
}

/** The same, not listed: a function that is described may have others as values. */
export function applied(bank: Bank, f: Value, x: Value): Value {
  if (f instanceof LazyFunction) return f.apply(force(x));
  if (!isFunction(bank, f)) {
    if (typeof f === "number") throw notAFunction(aKind(bank, f), [f]);
    throw notAFunction("a set", []);
  }
  const argument = force(x);
  const place = placeOf(bank, f, argument);
  if (place < 0) throw missing(bank, f, argument);
  return bank.at(f, place);
}

/** `r.field`. */
export function field(bank: Bank, r: Value, name: Ref): Ref {
  if (r instanceof LazyFunction) return apply(bank, r, name);
  if (typeof r === "number" && bank.kind(r) === Kind.record) {
    const place = placeInSet(bank, bank.domainOf(r), name);
    if (place >= 0) return bank.at(r, place);
    const text = bank.textOf(name);
    const message = `Attempted to select nonexistent field "${text}" from the record\n${show(bank, r)}`;
    throw new EvaluationError("not-in-domain", message, [r, name]);
  }
  if (isFunction(bank, r)) return apply(bank, r, name);
  const values = typeof r === "number" ? [r] : [];
  const message = `Attempted to select field "${bank.textOf(name)}" from a non-record value ${showValue(bank, r)}`;
  throw new EvaluationError("not-a-function", message, values);
}

/** Where the value of an argument stands (from 0), or -1. Throws where the argument is of a wrong kind. */
function placeOf(bank: Bank, f: Ref, x: Ref): number {
  if (bank.kind(f) === Kind.tuple) {
    if (!bank.isInt(x)) throw nonIntegralIndex(show(bank, x), [f, x]);
    const index = bank.intOf(x);
    return index >= 1 && index <= bank.size(f) ? index - 1 : -1;
  }
  if (bank.kind(f) === Kind.record && bank.kind(x) !== Kind.string) {
    throw nonStringField(show(bank, x), [f, x]);
  }
  return placeInSet(bank, bank.domainOf(f), x);
}

function placeInSet(bank: Bank, domain: Ref, x: Ref): number {
  const n = bank.size(domain);
  if (n >= HALVES_FROM) return search(bank, x, domain);
  const first = bank.first(domain);
  const { arena } = bank;
  for (let i = 0; i < n; i++) if (arena[first + i] === x) return i;
  if (n > 0) equal(bank, arena[first]!, x);
  return -1;
}

function missing(bank: Bank, f: Ref, x: Ref): EvaluationError {
  switch (bank.kind(f)) {
    case Kind.tuple:
      return outOfBounds(show(bank, f), show(bank, x), [f, x]);
    case Kind.record:
      return noSuchField(show(bank, f), bank.textOf(x), [f, x]);
    default:
      return notInDomain(show(bank, f), show(bank, x), [f, x]);
  }
}

/** `DOMAIN f`; of a sequence an interval. */
export function domain(bank: Bank, f: Value): Value {
  if (f instanceof LazyFunction) return f.domain;
  if (!isFunction(bank, f)) {
    const message = `Attempted to apply the operator DOMAIN to a non-function\n(${typeof f === "number" ? aKind(bank, f) : "a set"})`;
    throw new EvaluationError("not-a-function", message, typeof f === "number" ? [f] : []);
  }
  if (bank.kind(f) === Kind.tuple) return indicesUpTo(bank, bank.size(f));
  return bank.domainOf(f);
}

/** `1..n`, made and listed once. */
function indicesUpTo(bank: Bank, n: number): Interval {
  let known = intervals.get(bank);
  if (known === undefined) {
    known = [];
    intervals.set(bank, known);
  }
  if (n >= MOST_INTERVALS) return new Interval(bank, 1, n);
  let found = known[n];
  if (found === undefined) {
    found = new Interval(bank, 1, n);
    known[n] = found;
  }
  return found;
}
const intervals = new WeakMap<Bank, (Interval | undefined)[]>();
const MOST_INTERVALS = 1000;

/** The domain of a function as a listed set. */
export function domainSet(bank: Bank, f: Ref): Ref {
  return f === EMPTY_TUPLE ? EMPTY_SET : force(domain(bank, f));
}

/**
 * `[f EXCEPT ![path[0]]…[path[n]] = update(@)]`. Where the path leads out of a domain, `f` itself, as in TLC (which
 * warns: `whenMissing` is called). Throws an EvaluationError where something on the path is no function.
 */
export function except(
  bank: Bank,
  f: Value,
  path: readonly Ref[],
  update: (old: Ref) => Value,
  whenMissing: (f: Ref, argument: Ref) => void = () => {},
): Ref {
  const outer = force(f);
  const places: number[] = [];
  let inner = outer;
  for (const argument of path) {
    const place = exceptPlace(bank, inner, argument);
    if (place < 0) {
      whenMissing(inner, argument);
      return outer;
    }
    places.push(place);
    inner = bank.at(inner, place);
  }
  return replaced(bank, outer, places, 0, force(update(inner)));
}

/** Where EXCEPT finds the value at an argument (from 0), or -1. Throws an EvaluationError for what is no function. */
export function exceptPlace(bank: Bank, f: Ref, argument: Ref): number {
  if (isFunction(bank, f)) return placeOf(bank, f, argument);
  const message = `Attempted to apply EXCEPT construct to the ${kindName(bank, f)} ${show(bank, f)}.`;
  throw new EvaluationError("not-a-function", message, [f]);
}

function replaced(bank: Bank, f: Ref, places: readonly number[], depth: number, value: Ref): Ref {
  if (depth === places.length) return value;
  const place = places[depth]!;
  const old = bank.at(f, place);
  const inner = replaced(bank, old, places, depth + 1, value);
  if (inner === old) return f;
  const mark = bank.mark();
  const n = bank.size(f);
  for (let i = 0; i < n; i++) bank.push(i === place ? inner : bank.at(f, i));
  return bank.kind(f) === Kind.tuple ? bank.tuple(mark) : bank.functionOver(bank.domainOf(f), mark);
}

/** `[x \in set |-> value(x)]`. */
export function functionFrom(bank: Bank, set: Value, value: (x: Ref) => Value): Ref {
  const over = force(set);
  const n = bank.size(over);
  const mark = bank.mark();
  for (let i = 0; i < n; i++) bank.push(force(value(bank.at(over, i))));
  return bank.functionOver(over, mark);
}

/** `[x \in set |-> value(x)]`, each value computed when it is asked for; for recursive and infinite functions. */
export function describedFunction(bank: Bank, set: Value, value: (x: Ref) => Value): LazyFunction {
  return new LazyFunction(bank, set, value);
}

/** `argument :> value`. */
export function mapsTo(bank: Bank, argument: Value, value: Value): Ref {
  const over = bank.setOf([force(argument)]);
  const to = force(value);
  const mark = bank.mark();
  bank.push(to);
  return bank.functionOver(over, mark);
}

/** `f @@ g`: f's values where both are defined. */
export function combine(bank: Bank, f: Value, g: Value): Ref {
  const first = functionArgument(bank, f, "first");
  const second = functionArgument(bank, g, "second");
  const domainF = domainSet(bank, first);
  const domainG = domainSet(bank, second);
  const values: Ref[] = [];
  const mark = bank.mark();
  const [n, m] = [bank.size(first), bank.size(second)];
  for (let i = 0, j = 0; i < n || j < m; ) {
    const [x, y] = [i < n ? bank.at(domainF, i) : undefined, j < m ? bank.at(domainG, j) : undefined];
    const order = x === undefined ? 1 : y === undefined ? -1 : compare(bank, x, y);
    values.push(order <= 0 ? bank.at(first, i) : bank.at(second, j));
    bank.push(order <= 0 ? (x as Ref) : (y as Ref));
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  const domainOfBoth = bank.sortedSet(mark);
  for (const value of values) bank.push(value);
  return bank.functionOver(domainOfBoth, mark);
}

/** `[k \in DOMAIN f \cup {x} |-> IF k = x THEN value ELSE f[k]]`; `withElement` adds one to a set. */
export function extended(
  bank: Bank,
  f: Ref,
  x: Ref,
  value: Ref,
  withElement: (set: Ref, x: Ref) => Ref,
): Ref {
  const before = domainSet(bank, f);
  const domainOfBoth = withElement(before, x);
  const mark = bank.mark();
  if (domainOfBoth === before) return bank.replaced(f, search(bank, x, before), value);
  const n = bank.size(f);
  const first = n === 0 ? 0 : bank.first(f);
  const place = bank.first(domainOfBoth);
  let i = 0;
  for (; i < n && bank.arena[place + i] !== x; i++) bank.push(bank.arena[first + i]!);
  bank.push(value);
  for (; i < n; i++) bank.push(bank.arena[first + i]!);
  return bank.functionOver(domainOfBoth, mark);
}

function functionArgument(bank: Bank, given: Value, which: string): Ref {
  const value = evaluated(given);
  if (isFunction(bank, value)) return value;
  const values = typeof value === "number" ? [value] : [];
  throw wrongArgument(which, "@@", "a function", showValue(bank, value), values);
}
