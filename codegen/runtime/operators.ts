import { canonical, compare, TlaMap, TlaSet } from "./values.js";

/**
 * The operators of TLA+ that generated steps call. Where TLA+ leaves a result unspecified they throw
 * `Undefined`; a
 * step that throws it is not enabled, and an event of a peer that does is refused.
 */

/** An application that TLA+ gives no meaning: outside of a domain, no element to choose. */
export class Undefined extends Error {
  /** `where` names the place in the specification, if known. */
  constructor(what: string, where?: string) {
    super(where === undefined ? what : `${what} (${where})`);
    this.name = "Undefined";
  }
}

// --------------------------------------------------------------------------------------------------------
// sequences

export function len<T>(seq: readonly T[]): number {
  return seq.length;
}

export function append<T>(seq: readonly T[], item: T): readonly T[] {
  return [...seq, item];
}

/** `s \o t` */
export function concat<T>(s: readonly T[], t: readonly T[]): readonly T[] {
  return [...s, ...t];
}

export function head<T>(seq: readonly T[], where?: string): T {
  return at(seq, 1, where);
}

export function tail<T>(seq: readonly T[], where?: string): readonly T[] {
  if (seq.length === 0) throw new Undefined("Tail of the empty sequence", where);
  return seq.slice(1);
}

/** Elements `from` to `to`, both included and counted from 1; empty if `from > to`. */
export function subSeq<T>(seq: readonly T[], from: number, to: number, where?: string): readonly T[] {
  if (from > to) return [];
  if (from < 1 || to > seq.length) {
    throw new Undefined(`SubSeq(${from}, ${to}) of a sequence of length ${seq.length}`, where);
  }
  return seq.slice(from - 1, to);
}

/** `SelectSeq(seq, test)` */
export function selectSeq<T>(seq: readonly T[], test: (item: T) => boolean): readonly T[] {
  return seq.filter(test);
}

// --------------------------------------------------------------------------------------------------------
// functions

/** `f[k]`: an element of a sequence (counted from 1) or a function's value. */
export function at<T>(seq: readonly T[], k: number, where?: string): T;
export function at<K, V>(map: TlaMap<K, V>, k: K, where?: string): V;
export function at(f: readonly unknown[] | TlaMap<unknown, unknown>, k: unknown, where?: string): unknown {
  if (f instanceof TlaMap) {
    if (!f.has(k)) throw new Undefined(`${canonical(k)} is not in the function's domain`, where);
    return f.get(k);
  }
  if (typeof k !== "number" || !Number.isInteger(k) || k < 1 || k > f.length) {
    throw new Undefined(`element ${String(k)} of a sequence of length ${f.length}`, where);
  }
  return f[k - 1];
}

/** `[f EXCEPT ![k] = change(@)]`; outside of the domain the result is `f` itself, as in TLA+. */
export function except<T>(seq: readonly T[], k: number, change: (old: T) => T): readonly T[];
export function except<K, V>(map: TlaMap<K, V>, k: K, change: (old: V) => V): TlaMap<K, V>;
export function except<T>(
  f: readonly T[] | TlaMap<unknown, T>,
  k: unknown,
  change: (old: T) => T,
): readonly T[] | TlaMap<unknown, T> {
  if (f instanceof TlaMap) return f.has(k) ? f.with(k, change(f.get(k) as T)) : f;
  if (typeof k !== "number" || !Number.isInteger(k) || k < 1 || k > f.length) return f;
  return f.map((old, i) => (i === k - 1 ? change(old) : old));
}

/** `[r EXCEPT !.field = change(@)]` of a record; an absent field changes nothing. */
export function exceptField<R extends object, F extends keyof R>(
  r: R,
  field: F,
  change: (old: R[F]) => R[F],
): R {
  return Object.hasOwn(r, field) ? { ...r, [field]: change(r[field]) } : r;
}

/** A field of a record; for values that came from elsewhere and may lack it. */
export function field<R extends object, F extends keyof R>(r: R, name: F, where?: string): R[F] {
  if (typeof r !== "object" || r === null || !Object.hasOwn(r, name)) {
    throw new Undefined(`a record without the field ${String(name)}`, where);
  }
  return r[name];
}

/** `[x \in set |-> body]` */
export function mapOver<K, V>(set: Iterable<K>, body: (x: K) => V): TlaMap<K, V> {
  return TlaMap.of([...set].map((x) => [x, body(x)] as const));
}

/** `DOMAIN f` */
export function domain<T>(seq: readonly T[]): TlaSet<number>;
export function domain<K, V>(map: TlaMap<K, V>): TlaSet<K>;
export function domain(f: readonly unknown[] | TlaMap<unknown, unknown>): TlaSet<unknown> {
  return f instanceof TlaMap ? TlaSet.of(f.keys()) : range(1, f.length);
}

/** `f @@ g`: where both are defined, `f` counts. */
export function merge<K, V>(f: TlaMap<K, V>, g: TlaMap<K, V>): TlaMap<K, V> {
  return TlaMap.of([...f.entries, ...g.entries]);
}

// -------------------------------------------------------------------------------------------------------------
// sets

export function setOf<T>(...elements: readonly T[]): TlaSet<T> {
  return TlaSet.of(elements);
}

/** `low..high` */
export function range(low: number, high: number): TlaSet<number> {
  return TlaSet.of(Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i));
}

export function member<T>(element: T, set: TlaSet<T>): boolean {
  return set.has(element);
}

export function union<T>(a: TlaSet<T>, b: TlaSet<T>): TlaSet<T> {
  return TlaSet.of([...a, ...b]);
}

/** `UNION sets` */
export function unionAll<T>(sets: Iterable<TlaSet<T>>): TlaSet<T> {
  return TlaSet.of([...sets].flatMap((set) => [...set]));
}

export function intersect<T>(a: TlaSet<T>, b: TlaSet<T>): TlaSet<T> {
  return filter(a, (x) => b.has(x));
}

export function minus<T>(a: TlaSet<T>, b: TlaSet<T>): TlaSet<T> {
  return filter(a, (x) => !b.has(x));
}

/** `a \subseteq b` */
export function subset<T>(a: TlaSet<T>, b: TlaSet<T>): boolean {
  return a.elements.every((x) => b.has(x));
}

export function cardinality<T>(set: TlaSet<T>): number {
  return set.size;
}

/** `SUBSET set`, lazily, in an order that only depends on the set (the empty set first). */
export function* subsets<T>(set: TlaSet<T>): Iterable<TlaSet<T>> {
  if (set.size > 30) throw new Undefined(`the subsets of ${set.size} elements are too many`);
  for (let mask = 0; mask < 2 ** set.size; mask++) {
    yield TlaSet.of(set.elements.filter((_, i) => ((mask >> i) & 1) === 1));
  }
}

/** `\E x \in set : test(x)`; `set` may be lazy. */
export function exists<T>(set: Iterable<T>, test: (x: T) => boolean): boolean {
  for (const x of set instanceof TlaSet ? (set.unordered as readonly T[]) : set) if (test(x)) return true;
  return false;
}

/** `\A x \in set : test(x)`; `set` may be lazy. */
export function forall<T>(set: Iterable<T>, test: (x: T) => boolean): boolean {
  for (const x of set instanceof TlaSet ? (set.unordered as readonly T[]) : set) if (!test(x)) return false;
  return true;
}

/** `{x \in set : test(x)}` */
export function filter<T>(set: Iterable<T>, test: (x: T) => boolean): TlaSet<T> {
  return TlaSet.of([...(set instanceof TlaSet ? (set.unordered as readonly T[]) : set)].filter(test));
}

/** `{body(x) : x \in set}` */
export function map<T, U>(set: Iterable<T>, body: (x: T) => U): TlaSet<U> {
  return TlaSet.of([...set].map(body));
}

/** `CHOOSE x \in set : test(x)`: the smallest in canonical order, which makes it a function of the set. */
export function choose<T>(set: Iterable<T>, test: (x: T) => boolean, where?: string): T {
  let best: { readonly x: T } | undefined;
  for (const x of set) if (test(x) && (best === undefined || compare(x, best.x) < 0)) best = { x };
  if (best === undefined) throw new Undefined("CHOOSE without a fitting element", where);
  return best.x;
}

// ----------------------------------------------------------------------------------------------------------
// numbers

/** `a \div b`, rounded down. */
export function div(a: number, b: number, where?: string): number {
  if (b === 0) throw new Undefined("division by zero", where);
  return Math.floor(a / b);
}

/** `a % b`, defined for `b > 0`. */
export function mod(a: number, b: number, where?: string): number {
  if (b <= 0) throw new Undefined(`modulus ${b}`, where);
  return ((a % b) + b) % b;
}

/** `CASE` without a fitting arm and without `OTHER`. */
export function noCase(where?: string): never {
  throw new Undefined("CASE without a fitting arm", where);
}
