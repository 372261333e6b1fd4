/** The operators of the language applied to values; those of modules are in `natives-table.ts`. */
import { type Bank, EMPTY_TUPLE, FALSE, TRUE } from "../values/bank.js";
import { force, Infinite, type Value } from "../values/lazy.js";
import { FunctionSet } from "../values/lazy-products.js";
import * as O from "../values/operators.js";

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
  DOMAIN: one(O.domain),
  apply: two(O.applied),
  "function-set": two((bank, a, b) => new FunctionSet(bank, a, b)),
  tuple: (bank, args) => bank.tupleOf(args.map(force)),
  set: (bank, args) => bank.setOf(args.map(force)),
  product: (bank, args) => O.product(bank, args),
  STRING: (bank) => new Infinite(bank, "STRING"),
  BOOLEAN: (bank) => bank.setOf([FALSE, TRUE]),
};

/** The operator of the language with a name, if it evaluates its arguments first. */
export function primitive(name: string): Primitive | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
