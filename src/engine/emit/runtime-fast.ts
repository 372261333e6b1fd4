/** The operators that run most often, for values that are refs; others go the long way. Results are kept where they cost. */
import { type Bank, hashCode, Kind, type Ref, TRUE } from "../values/bank.js";
import { needsBoolean, notASet } from "../values/bank-errors.js";
import { equal } from "../values/compare.js";
import { Infinite, showValue, type Value } from "../values/lazy.js";
import * as O from "../values/operators.js";
import { show } from "../values/show.js";
import { NO_REF, type Universe } from "../values/universe.js";
import { BitsMemo, Memo } from "./runtime-memo.js";

/** Results kept for an operator of two refs: a table of its own, in which a later one replaces an earlier one. */
const CACHE_BITS = 13;

function cached(run: (a: Ref, b: Ref) => Ref): (a: Ref, b: Ref) => Ref {
  const size = 1 << CACHE_BITS;
  const keys = new Int32Array(size * 3).fill(NO_REF);
  return (a, b) => {
    let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
    h = ((h ^ (h >>> 15)) & (size - 1)) * 3;
    if (keys[h] === a && keys[h + 1] === b) return keys[h + 2]!;
    const result = run(a, b);
    keys[h] = a;
    keys[h + 1] = b;
    keys[h + 2] = result;
    return result;
  };
}

/** As `cached`, for operators that may be given or give described sets. */
function cachedValues(bank: Bank, run: (bank: Bank, a: Value, b: Value) => Value) {
  const size = 1 << CACHE_BITS;
  const keys = new Int32Array(size * 3).fill(NO_REF);
  return (a: Value, b: Value): Value => {
    if (typeof a !== "number" || typeof b !== "number") return run(bank, a, b);
    let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
    h = ((h ^ (h >>> 15)) & (size - 1)) * 3;
    if (keys[h] === a && keys[h + 1] === b) return keys[h + 2]!;
    const result = run(bank, a, b);
    if (typeof result !== "number") return result;
    keys[h] = a;
    keys[h + 1] = b;
    keys[h + 2] = result;
    return result;
  };
}

/** Where a field stands in records of the shapes that a place in the code has met: the last four. */
export interface Site {
  first: Ref;
  firstAt: number;
  second: Ref;
  secondAt: number;
  third: Ref;
  thirdAt: number;
  fourth: Ref;
  fourthAt: number;
}

const newSite = (): Site => ({
  first: NO_REF,
  firstAt: 0,
  second: NO_REF,
  secondAt: 0,
  third: NO_REF,
  thirdAt: 0,
  fourth: NO_REF,
  fourthAt: 0,
});

/** What is known of membership in one set: an element, and whether it is in; a later one replaces an earlier one. */
export interface MemberSite {
  readonly keys: Int32Array;
}
const SITE_BITS = 10;

function inFixed(bank: Bank, x: Value, set: Value, { keys }: MemberSite): boolean {
  if (typeof x !== "number") return O.isIn(bank, x, set) === TRUE;
  const h = ((Math.imul(x, 0x9e3779b1) >>> (32 - SITE_BITS)) & ((1 << SITE_BITS) - 1)) * 2;
  if (keys[h] === x) return keys[h + 1] === TRUE;
  const result = O.isIn(bank, x, set) as Ref;
  keys[h] = x;
  keys[h + 1] = result;
  return result === TRUE;
}

export function fastPaths(bank: Bank) {
  return { ...numbers(bank), ...sets(bank), ...functions(bank), ...makers(bank), ...failures() };
}

/** What was thrown while ways were counted, until the ways before it are done. */
function failures() {
  let last: unknown;
  return {
    failed: (ways: number, error: unknown): number => {
      last = error;
      return ~ways;
    },
    failure: (): unknown => last,
  };
}

function numbers(bank: Bank) {
  const naturals = new Infinite(bank, "Nat");
  return {
    plus: (a: Value, b: Value): Ref => {
      if (((a as Ref) & (b as Ref) & 1) === 1) {
        const r = (a as Ref) + (b as Ref) - 1;
        if ((r | 0) === r) return r;
      }
      return O.plus(bank, a, b);
    },
    minus: (a: Value, b: Value): Ref => {
      if (((a as Ref) & (b as Ref) & 1) === 1) {
        const r = (a as Ref) - (b as Ref) + 1;
        if ((r | 0) === r) return r;
      }
      return O.minus(bank, a, b);
    },
    less: (a: Value, b: Value): boolean =>
      ((a as Ref) & (b as Ref) & 1) === 1 ? a < b : O.less(bank, a, b) === TRUE,
    greater: (a: Value, b: Value): boolean =>
      ((a as Ref) & (b as Ref) & 1) === 1 ? a > b : O.greater(bank, a, b) === TRUE,
    atMost: (a: Value, b: Value): boolean =>
      ((a as Ref) & (b as Ref) & 1) === 1 ? a <= b : O.atMost(bank, a, b) === TRUE,
    atLeast: (a: Value, b: Value): boolean =>
      ((a as Ref) & (b as Ref) & 1) === 1 ? a >= b : O.atLeast(bank, a, b) === TRUE,
    inInterval: (x: Value, low: Value, high: Value): boolean => {
      if (((x as Ref) & (low as Ref) & (high as Ref) & 1) === 1) return x >= low && x <= high;
      return O.isIn(bank, x, O.interval(bank, low, high)) === TRUE;
    },
    isNatural: (x: Value): boolean => {
      if (((x as Ref) & 1) === 1) return (x as Ref) > 0;
      return O.isIn(bank, x, naturals) === TRUE;
    },
    truth: (v: Value): boolean => {
      if (v === TRUE) return true;
      if (v === 0) return false;
      throw needsBoolean(showValue(bank, v));
    },
  };
}

function sets(bank: Bank) {
  const member = cached((x, set) => O.isIn(bank, x, set) as Ref);
  const different = cached((a, b) => (equal(bank, a, b) ? TRUE : 0));
  return {
    union: cachedValues(bank, O.union),
    intersection: cachedValues(bank, O.intersection),
    difference: cachedValues(bank, O.difference),
    concat: cachedValues(bank, O.concat),
    append: cachedValues(bank, O.append),
    mapsTo: cachedValues(bank, O.mapsTo),
    combine: cachedValues(bank, O.combine),
    isIn: (x: Value, set: Value): boolean => {
      if (typeof x === "number" && typeof set === "number") return member(x, set) === TRUE;
      return O.isIn(bank, x, set) === TRUE;
    },
    equals: (a: Value, b: Value): boolean => {
      if (typeof a === "number" && typeof b === "number") {
        if (a === b) return true;
        if ((a & b & 1) === 1) return false;
        if ((a & 1) === 0 && (b & 1) === 0) {
          const { arena } = bank;
          const head = arena[a >> 1]! & 15;
          if (head <= Kind.string && head === (arena[b >> 1]! & 15)) return false;
        }
        return different(a, b) === TRUE;
      }
      return O.equals(bank, a, b) === TRUE;
    },
    /** No error if two values can be compared; never equal: -1. */
    comparable: (x: Ref, key: Ref): number => {
      equal(bank, x, key);
      return -1;
    },
    memberSite: (): MemberSite => ({ keys: new Int32Array(2 << SITE_BITS).fill(NO_REF) }),
    isInFixed: (x: Value, set: Value, site: MemberSite): boolean => inFixed(bank, x, set, site),
    /** `a \\subseteq set`, where `set` is always the same. */
    subsetOrEqualFixed: (a: Value, set: Value, site: MemberSite): boolean => {
      if (typeof a !== "number" || (a & 1) === 1 || (bank.arena[a >> 1]! & 15) !== Kind.set)
        return O.subsetOrEqual(bank, a, set) === TRUE;
      if (typeof set === "number" && bank.kind(set) !== Kind.set)
        return O.subsetOrEqual(bank, a, set) === TRUE;
      const first = (a >> 1) + 1;
      const end = first + (bank.arena[a >> 1]! >> 4);
      for (let p = first; p < end; p++) if (!inFixed(bank, bank.arena[p]!, set, site)) return false;
      return true;
    },
    cardinality: (set: Value): Ref => {
      if (typeof set === "number" && (set & 1) === 0) {
        const head = bank.arena[set >> 1]!;
        if ((head & 15) === Kind.set) return (head >> 4) * 2 + 1;
      }
      return O.cardinality(bank, set) as Ref;
    },
    /** Where the elements of a listed set begin. */
    begin: (set: Ref): number => {
      if ((set & 1) === 0 && (bank.arena[set >> 1]! & 15) === Kind.set) return (set >> 1) + 1;
      throw notASet(show(bank, set), [set]);
    },
    count: (set: Ref): number => bank.arena[set >> 1]! >> 4,
  };
}

function functions(bank: Bank) {
  const apply = cached((f, x) => O.apply(bank, f, x));
  const withElement = cached((set, x) => O.union(bank, set, bank.setOf([x])) as Ref);
  const field = (r: Value, name: Ref, site: Site): Ref => {
    if (typeof r === "number" && (r & 1) === 0) {
      const { arena } = bank;
      const place = r >> 1;
      if ((arena[place]! & 15) === Kind.record) {
        const shape = arena[place + 1]!;
        if (shape === site.first) return arena[place + site.firstAt]!;
        if (shape === site.second) return arena[place + site.secondAt]!;
        if (shape === site.third) return arena[place + site.thirdAt]!;
        if (shape === site.fourth) return arena[place + site.fourthAt]!;
      }
      const found = O.field(bank, r, name);
      if (bank.kind(r) === Kind.record) learn(bank, r, name, site);
      return found;
    }
    return O.field(bank, r, name);
  };
  return {
    apply: (f: Value, x: Value): Ref => {
      if (typeof f === "number" && typeof x === "number") {
        if ((f & 1) === 0 && (x & 1) === 1) {
          const { arena } = bank;
          const head = arena[f >> 1]!;
          const i = x >> 1;
          if ((head & 15) === Kind.tuple && i >= 1 && i <= head >> 4) return arena[(f >> 1) + i]!;
        }
        return apply(f, x);
      }
      return O.apply(bank, f, x);
    },
    length: (sequence: Value): Ref => {
      if (typeof sequence === "number" && (sequence & 1) === 0) {
        const head = bank.arena[sequence >> 1]!;
        if ((head & 15) === Kind.tuple) return (head >> 4) * 2 + 1;
      }
      return O.length(bank, sequence) as Ref;
    },
    site: newSite,
    field,
    /** The place in a function of the value at an argument (from 0), -1 outside. */
    placeIn: (f: Ref, x: Ref): number => O.exceptPlace(bank, f, x),
    at: (f: Ref, place: number): Ref => bank.at(f, place),
    extended: (f: Ref, x: Ref, value: Ref): Ref => O.extended(bank, f, x, value, withElement),
    /** Where in the arena the values of a function begin. */
    firstValue: (f: Ref): number => bank.first(f),
    putAt: (f: Ref, place: number, value: Ref): Ref => {
      const { arena } = bank;
      const first = bank.first(f);
      if (arena[first + place] === value) return f;
      return bank.replaced(f, place, value);
    },
  };
}

function learn(bank: Bank, r: Ref, name: Ref, site: Site): void {
  const domain = bank.domainOf(r);
  const n = bank.size(domain);
  for (let i = 0; i < n; i++) {
    if (bank.at(domain, i) !== name) continue;
    site.fourth = site.third;
    site.fourthAt = site.thirdAt;
    site.third = site.second;
    site.thirdAt = site.secondAt;
    site.second = site.first;
    site.secondAt = site.firstAt;
    site.first = domain;
    site.firstAt = i + 2;
  }
}

function makers(bank: Bank) {
  return {
    tuple0: (): Ref => bank.tuple(bank.mark()),
    tuple1: (a: Ref): Ref => {
      const mark = bank.mark();
      bank.push(a);
      return bank.tuple(mark);
    },
    tuple2: (a: Ref, b: Ref): Ref => {
      const mark = bank.mark();
      bank.push(a);
      bank.push(b);
      return bank.tuple(mark);
    },
    tuple3: (a: Ref, b: Ref, c: Ref): Ref => {
      const mark = bank.mark();
      bank.push(a);
      bank.push(b);
      bank.push(c);
      return bank.tuple(mark);
    },
    tuple4: (a: Ref, b: Ref, c: Ref, d: Ref): Ref => bank.tupleOf([a, b, c, d]),
    set0: (): Ref => bank.set(bank.mark()),
    set1: (a: Ref): Ref => {
      const mark = bank.mark();
      bank.push(a);
      return bank.set(mark);
    },
    set2: (a: Ref, b: Ref): Ref => {
      const mark = bank.mark();
      bank.push(a);
      bank.push(b);
      return bank.set(mark);
    },
    set3: (a: Ref, b: Ref, c: Ref): Ref => bank.setOf([a, b, c]),
    set4: (a: Ref, b: Ref, c: Ref, d: Ref): Ref => bank.setOf([a, b, c, d]),
    /** A function that makes records with these fields, given their values in this order. */
    recordMaker: (names: readonly string[]): ((...values: Ref[]) => Ref) => {
      if (new Set(names).size < names.length) {
        return (...values) => bank.recordOf(names.map((name, i) => [name, values[i]!] as const));
      }
      const sorted = [...names].sort((a, b) => bank.token(a) - bank.token(b));
      const domain = bank.setOf(names.map((name) => bank.string(name)));
      const params = names.map((_, i) => `a${i}`);
      const words = sorted.map((name) => `a${names.indexOf(name)}`);
      const pushes = words.map((word) => `B.push(${word});`).join(" ");
      // Most records are there already: found without putting them together.
      const head = ((words.length + 1) << 4) | Kind.record;
      const same = words.map((word, i) => ` && A[p + ${i + 2}] === ${word}`).join("");
      const found = `if (A[p] === ${head} && A[p + 1] === domain${same}) return p << 1;`;
      const body =
        `return (${params.join(", ")}) => {\nconst A = B.arena, T = B.places, M = T.length - 1;\n` +
        `${hashCode(head, ["domain", ...words])}\n` +
        `for (let p = T[h &= M]; p !== 0; p = T[h = (h + 1) & M]) ${found}\n` +
        `const mark = B.mark(); ${pushes} return B.functionOver(domain, mark);\n};`;
      return new Function("B", "domain", body)(bank, domain) as (...values: Ref[]) => Ref;
    },
    memo: (keys: number): Memo => new Memo(keys),
    bitsMemo: (universe: Universe, keys: number): BitsMemo => new BitsMemo(universe, keys),
  };
}
