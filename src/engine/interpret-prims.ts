/** The operators applied to values, by the names that programs have for them: all that evaluates its arguments first. */
import { type Bank, EMPTY_TUPLE, FALSE, TRUE } from "./bank.js";
import { force, Infinite, type Value } from "./lazy.js";
import { FunctionSet } from "./lazy-products.js";
import * as O from "./operators.js";

type Two = (bank: Bank, a: Value, b: Value) => Value;
type One = (bank: Bank, a: Value) => Value;
export type Primitive = (bank: Bank, args: readonly Value[]) => Value;

const two =
  (f: Two): Primitive =>
  (bank, [a, b]) =>
    f(bank, a ?? EMPTY_TUPLE, b ?? EMPTY_TUPLE);
const one =
  (f: One): Primitive =>
  (bank, [a]) =>
    f(bank, a ?? EMPTY_TUPLE);
const not =
  (f: Two): Primitive =>
  (bank, [a, b]) =>
    f(bank, a ?? EMPTY_TUPLE, b ?? EMPTY_TUPLE) === TRUE ? FALSE : TRUE;

const table: Readonly<Record<string, Primitive>> = {
  "=": two(O.equals),
  "#": not(O.equals),
  "\\in": two(O.isIn),
  "\\notin": not(O.isIn),
  "\\subseteq": two(O.subsetOrEqual),
  "\\cup": two(O.union),
  "\\cap": two(O.intersection),
  "\\": two(O.difference),
  SUBSET: one(O.powerSet),
  UNION: one(O.bigUnion),
  DOMAIN: one(O.domain),
  apply: two(O.apply),
  "function-set": two((bank, a, b) => new FunctionSet(bank, a, b)),
  tuple: (bank, args) => bank.tupleOf(args.map(force)),
  set: (bank, args) => bank.setOf(args.map(force)),
  product: (bank, args) => O.product(bank, args),
  STRING: (bank) => new Infinite(bank, "STRING"),
  BOOLEAN: (bank) => bank.setOf([FALSE, TRUE]),
  "Naturals.+": two(O.plus),
  "Naturals.-": two(O.minus),
  "Naturals.*": two(O.times),
  "Naturals.^": two(O.power),
  "Naturals...": two(O.interval),
  "Naturals.%": two(O.modulo),
  "Naturals.\\div": two(O.divide),
  "Naturals.<": two(O.less),
  "Naturals.>": two(O.greater),
  "Naturals.<=": two(O.atMost),
  "Naturals.>=": two(O.atLeast),
  "Naturals.Nat": (bank) => new Infinite(bank, "Nat"),
  "Integers.Int": (bank) => new Infinite(bank, "Int"),
  "Integers.-.": one(O.negate),
  "Sequences.\\circ": two(O.concat),
  "Sequences.Seq": one(O.sequences),
  "Sequences.Len": one(O.length),
  "Sequences.Append": two(O.append),
  "Sequences.Head": one(O.head),
  "Sequences.Tail": one(O.tail),
  "Sequences.SubSeq": (bank, [s, from, to]) =>
    O.subSequence(bank, s ?? EMPTY_TUPLE, from ?? EMPTY_TUPLE, to ?? EMPTY_TUPLE),
  "FiniteSets.Cardinality": one(O.cardinality),
  "FiniteSets.IsFiniteSet": one(O.finite),
  "TLC.:>": two(O.mapsTo),
  "TLC.@@": two(O.combine),
  "TLC.Permutations": one(O.permutations),
  "TLC.ToString": one(O.toText),
};

/** The operator of a name, if it is known here. */
export function primitive(name: string): Primitive | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
