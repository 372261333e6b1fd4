/** What the code of a program calls: the operators over one bank, short of their first argument. */
import { type Bank, FALSE, type Ref, TRUE } from "./bank.js";
import { EvaluationError } from "./bank-errors.js";
import { equal } from "./compare.js";
import { elementsOf, force, Infinite, type Value } from "./lazy.js";
import { FunctionSet, RecordSet } from "./lazy-products.js";
import { type EngineContext, newContext } from "./natives-context.js";
import { nativeOperators } from "./natives-table.js";
import * as O from "./operators.js";
import { show } from "./show.js";

/** No value of any state: that of a variable that has got none yet. */
export const UNSET = -2;

type Binary = (bank: Bank, a: Value, b: Value) => Value;
type Unary = (bank: Bank, a: Value) => Value;

export type Runtime = ReturnType<typeof runtimeOf>;

export function runtimeOf(bank: Bank, context: EngineContext = newContext()) {
  const two = (f: Binary) => (a: Value, b: Value) => f(bank, a, b);
  const one = (f: Unary) => (a: Value) => f(bank, a);
  const holds = (f: Binary) => (a: Value, b: Value) => f(bank, a, b) === TRUE;
  const setOf = (items: Ref[]): Ref => bank.setOf(items);
  return {
    ...truths(bank),
    native: nativeOperators(bank, context),
    force,
    union: two(O.union),
    intersection: two(O.intersection),
    difference: two(O.difference),
    powerSet: one(O.powerSet),
    bigUnion: one(O.bigUnion),
    domain: one(O.domain),
    apply: two(O.apply),
    plus: two(O.plus),
    minus: two(O.minus),
    times: two(O.times),
    power: two(O.power),
    interval: two(O.interval),
    modulo: two(O.modulo),
    divide: two(O.divide),
    negate: one(O.negate),
    concat: two(O.concat),
    sequences: one(O.sequences),
    length: one(O.length),
    append: two(O.append),
    head: one(O.head),
    tail: one(O.tail),
    subSequence: (s: Value, a: Value, b: Value) => O.subSequence(bank, s, a, b),
    cardinality: one(O.cardinality),
    mapsTo: two(O.mapsTo),
    combine: two(O.combine),
    permutations: one(O.permutations),
    toText: one(O.toText),
    isIn: holds(O.isIn),
    subsetOrEqual: holds(O.subsetOrEqual),
    less: holds(O.less),
    greater: holds(O.greater),
    atMost: holds(O.atMost),
    atLeast: holds(O.atLeast),
    finite: (a: Value) => O.finite(bank, a) === TRUE,
    functionSet: (a: Value, b: Value) => new FunctionSet(bank, a, b),
    recordSet: (fields: readonly (readonly [string, Value])[]) => new RecordSet(bank, fields),
    record: (fields: readonly (readonly [string, Ref])[]) => bank.recordOf(fields),
    tuple: (items: Ref[]) => bank.tupleOf(items),
    set: setOf,
    product: (sets: readonly Value[]) => O.product(bank, sets),
    field: (r: Value, name: Ref) => O.field(bank, r, name),
    except: (f: Value, path: readonly Ref[], update: (old: Ref) => Value) => O.except(bank, f, path, update),
    choose: (set: Value, f: (x: Ref) => boolean) => O.choose(bank, set, f),
    filter: (set: Value, f: (x: Ref) => boolean) => O.filter(bank, set, f, "{x \\in S : P}"),
    functionFrom: (set: Value, f: (x: Ref) => Value) => O.functionFrom(bank, set, f),
    map: (fill: (add: (x: Ref) => void) => void) => {
      const items: Ref[] = [];
      fill((x) => items.push(x));
      return setOf(items);
    },
    elements: (set: Value) => elementsOf(bank, set),
    parts: (t: Ref, n: number): readonly Ref[] => {
      const parts = bank.list(t);
      if (parts.length === n) return parts;
      throw new EvaluationError("member", `${show(bank, t)} is no tuple of ${n}`, [t]);
    },
    nat: new Infinite(bank, "Nat"),
    int: new Infinite(bank, "Int"),
    strings: new Infinite(bank, "STRING"),
    booleans: bank.setOf([FALSE, TRUE]),
  };
}

function truths(bank: Bank) {
  return {
    bool: (b: boolean): Ref => (b ? TRUE : FALSE),
    truth: (v: Value): boolean => {
      if (v === TRUE) return true;
      if (v === FALSE) return false;
      const text = typeof v === "number" ? show(bank, v) : v.show();
      throw new EvaluationError("not-a-boolean", `${text} stands where TRUE or FALSE is needed`, []);
    },
    after: (n: Int32Array, slot: number): Ref => {
      const v = n[slot] ?? UNSET;
      if (v !== UNSET) return v;
      throw new EvaluationError(
        "unassigned-variable",
        "a variable is read in the next state before it has a value",
      );
    },
    equals: (a: Value, b: Value): boolean => {
      if (a === b) return true;
      if (typeof a === "number" && typeof b === "number")
        return (a & b & 1) === 1 ? false : equal(bank, a, b);
      return O.equals(bank, a, b) === TRUE;
    },
    all: (set: Value, f: (x: Ref) => boolean): boolean => {
      for (const x of elementsOf(bank, set)) if (!f(x)) return false;
      return true;
    },
    some: (set: Value, f: (x: Ref) => boolean): boolean => {
      for (const x of elementsOf(bank, set)) if (f(x)) return true;
      return false;
    },
    lazy: (f: () => Value): (() => Value) => {
      let value: Value | undefined;
      return () => {
        value ??= f();
        return value;
      };
    },
    noCase: (): never => {
      throw new EvaluationError("no-case", "no test of CASE is true, and there is no OTHER");
    },
    incomplete: (names: readonly string[]): never => {
      const text = `the next state is not completely specified: ${names.join(", ")} has no value`;
      throw new EvaluationError("incomplete-state", text);
    },
  };
}
