/**
 * What the code of a program calls: the operators over one bank, short of their first argument. What runs millions of
 * times looks at refs first and leaves the rest, with all errors, to the operators.
 */
import type { Place } from "../../report/diagnostic.js";
import { type EngineContext, newContext } from "../natives/natives-context.js";
import { nativeOperators } from "../natives/natives-table.js";
import { type Bank, FALSE, type Ref, TRUE } from "../values/bank.js";
import { EvaluationError, noCase } from "../values/bank-errors.js";
import { elementsOf, force, Infinite, type Value } from "../values/lazy.js";
import { FunctionSet, RecordSet } from "../values/lazy-products.js";
import * as O from "../values/operators.js";
import { show } from "../values/show.js";
import { type Cells, pack, unpack } from "./layout.js";
import { fastPaths } from "./runtime-fast.js";

type Binary = (bank: Bank, a: Value, b: Value) => Value;
type Unary = (bank: Bank, a: Value) => Value;

export type Runtime = ReturnType<typeof runtimeOf>;

export function runtimeOf(bank: Bank, context: EngineContext = newContext()) {
  const two = (f: Binary) => (a: Value, b: Value) => f(bank, a, b);
  const one = (f: Unary) => (a: Value) => f(bank, a);
  const holds = (f: Binary) => (a: Value, b: Value) => f(bank, a, b) === TRUE;
  const fast = fastPaths(bank);
  return {
    bank,
    context,
    ...truths(),
    between: (): void => context.between(),
    force,
    powerSet: one(O.powerSet),
    bigUnion: one(O.bigUnion),
    unionOf: (sets: readonly Value[]): Value => O.unionOf(bank, sets),
    applied: (f: Value, x: Value): Value =>
      typeof f === "number" ? fast.apply(f, x) : O.applied(bank, f, x),
    domain: one(O.domain),
    domainSet: (f: Value): Ref => force(O.domain(bank, f)),
    times: two(O.times),
    power: two(O.power),
    interval: two(O.interval),
    modulo: two(O.modulo),
    divide: two(O.divide),
    negate: one(O.negate),
    sequences: one(O.sequences),
    head: one(O.head),
    tail: one(O.tail),
    subSequence: (s: Value, a: Value, b: Value) => O.subSequence(bank, s, a, b),
    permutations: one(O.permutations),
    toText: one(O.toText),
    subsetOrEqual: holds(O.subsetOrEqual),
    finite: (a: Value) => O.finite(bank, a) === TRUE,
    functionSet: (a: Value, b: Value) => new FunctionSet(bank, a, b),
    recordSet: (fields: readonly (readonly [string, Value])[]) => new RecordSet(bank, fields),
    tuple: (items: Ref[]) => bank.tupleOf(items),
    set: (items: Ref[]) => bank.setOf(items),
    product: (sets: readonly Value[]) => O.product(bank, sets),
    secondWitness: (place: number, first: Ref, second: Ref): void => {
      const at = context.placeOfChoice(place);
      if (at !== undefined) context.warned(witnessesText(at, show(bank, first), show(bank, second)));
    },
    nothingToChoose: (set: Value) => O.choose(bank, set, () => false),
    filter: (set: Value, f: (x: Ref) => boolean) => O.filter(bank, set, f, "{x \\in S : P}"),
    functionFrom: (set: Value, f: (x: Ref) => Value) => O.functionFrom(bank, set, f),
    elements: (set: Value) => elementsOf(bank, set),
    inOrder: (set: Value): Iterable<Ref> => elementsOf(bank, O.ordered(set)),
    listOf: (set: Value): readonly Ref[] => [...elementsOf(bank, set)],
    parts: (t: Ref, n: number): readonly Ref[] => {
      O.tupleItems(bank, t, n);
      return bank.list(t);
    },
    partsIn: (t: Ref, n: number): number => O.tupleItems(bank, t, n),
    pack: (cells: Cells, row: Int32Array, offset: number): Ref => pack(bank, cells, row, offset),
    unpack: (cells: Cells, value: Ref, row: Int32Array, offset: number): void => {
      if (!unpack(bank, cells, value, row, offset))
        throw new Error(`a value that does not fit its cells: ${show(bank, value)}`);
    },
    native: nativeOperators(bank, context),
    nat: new Infinite(bank, "Nat"),
    int: new Infinite(bank, "Int"),
    strings: new Infinite(bank, "STRING"),
    booleans: bank.setOf([FALSE, TRUE]),
    ...fast,
  };
}

function truths() {
  return {
    bool: (b: boolean): Ref => (b ? TRUE : FALSE),
    unassigned: (name: string): never => {
      throw new EvaluationError("unassigned-variable", `the variable ${name} is read before it has a value`);
    },
    lazy: (f: () => Value): (() => Value) => {
      let value: Value | undefined;
      return () => {
        value ??= f();
        return value;
      };
    },
    noCase: (): never => {
      throw noCase();
    },
    incomplete: (names: readonly string[]): never => {
      const text = `the next state is not completely specified: ${names.join(", ")} has no value`;
      throw new EvaluationError("incomplete-state", text);
    },
    copy: (from: Int32Array, at: number, to: Int32Array, start: number, n: number): void => {
      for (let i = 0; i < n; i++) to[start + i] = from[at + i]!;
    },
    inside: (number: number): number => {
      if (number >= 0) return number;
      throw new EvaluationError("not-in-domain", "a function is applied to an argument outside its domain");
    },
    /** An end of an interval that is counted through. */
    small: (ref: Ref): Ref => {
      if ((ref & 1) === 1) return ref;
      throw new EvaluationError("too-large", "an end of an interval is no integer of 31 bits");
    },
  };
}

function witnessesText({ file, line, column }: Place, first: string, second: string): string {
  const where = `${file}:${line}:${column}`;
  return `CHOOSE at ${where} has more than one witness, ${first} and ${second}: the first is taken, as TLC takes it`;
}
