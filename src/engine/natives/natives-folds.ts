/**
 * Folds over sets and functions, and the extrema of sets. FoldSet and FoldFunction combine first what CHOOSE takes first,
 * as the Java of the modules does; MapThenFoldSet, which has none, combines that last, as its definition says.
 */
import type { Bank, Ref } from "../values/bank.js";
import { chosenOutside, nothingToChoose } from "../values/bank-errors.js";
import { elementsOf, force, showValue, type Value } from "../values/lazy.js";
import { apply, domain } from "../values/operators-functions.js";
import { asInt, plus, times } from "../values/operators-numbers.js";
import { difference, subsetsOfSize } from "../values/operators-sets.js";
import {
  type Argument,
  binary,
  type Native,
  native,
  type Operator,
  operator,
  unary,
  value,
} from "./natives-kind.js";

/** `op(items[0], op(items[1], … op(items[n], base)))`. */
export function foldRight(items: readonly Ref[], base: Value, op: (item: Ref, rest: Value) => Value): Value {
  let rest = base;
  for (let i = items.length - 1; i >= 0; i--) rest = op(items[i]!, rest);
  return rest;
}

/** The elements in the order in which `choose` takes them from what is left. */
function inOrderOf(bank: Bank, choose: Operator, set: Value): readonly Ref[] {
  const items: Ref[] = [];
  let left = force(set);
  for (let n = bank.list(left).length; n > 0; n--) {
    const item = force(choose(left));
    const rest = force(difference(bank, left, bank.setOf([item])));
    if (rest === left) throw chosenOutside(showValue(bank, item), showValue(bank, left));
    items.push(item);
    left = rest;
  }
  return items;
}

/** The elements of a set as CHOOSE takes them. */
const ordered = (bank: Bank, set: Value): readonly Ref[] => bank.list(force(set));

/** `op(items[n], … op(items[1], op(items[0], base)))`: what the modules' Java gives TLC. */
function inTurn(items: readonly Ref[], base: Value, op: (item: Ref, acc: Value) => Value): Value {
  let acc = base;
  for (const item of items) acc = op(item, acc);
  return acc;
}

function foldSet(bank: Bank, op: Argument | undefined, base: Argument | undefined, set: Value): Value {
  return inTurn(ordered(bank, set), value(base), operator(op));
}

/** Over the values of a function at some arguments. */
export function foldFunction(bank: Bank, op: Operator, base: Value, f: Value, indices: Value): Value {
  return inTurn(ordered(bank, indices), base, (i, acc) => op(apply(bank, f, i), acc));
}

function extremum(bank: Bank, set: Value, name: string, better: (a: number, b: number) => boolean): Ref {
  let best: number | undefined;
  for (const element of elementsOf(bank, set)) {
    const n = asInt(bank, element, "first", name);
    if (best === undefined || better(n, best)) best = n;
  }
  if (best === undefined) throw nothingToChoose(showValue(bank, set));
  return bank.int(best);
}

const sum = (bank: Bank, items: readonly Ref[]): Value =>
  foldRight(items, bank.int(0), (a, b) => plus(bank, a, b));

export const folds: Readonly<Record<string, Native>> = {
  "Folds.MapThenFoldSet": native(
    5,
    ({ bank }) =>
      (op, base, f, choose, set) => {
        const [combine, image] = [operator(op), operator(f)];
        const items = inOrderOf(bank, operator(choose), value(set));
        return foldRight(items, value(base), (x, rest) => combine(image(x), rest));
      },
    { ref: false },
  ),
  "FiniteSetsExt.FoldSet": native(
    3,
    ({ bank }) =>
      (op, base, set) =>
        foldSet(bank, op, base, value(set)),
    { ref: false },
  ),
  "FiniteSetsExt.ReduceSet": native(
    3,
    ({ bank }) =>
      (op, set, base) =>
        foldSet(bank, op, base, value(set)),
    { ref: false },
  ),
  "FiniteSetsExt.SumSet": unary((bank, set) => sum(bank, ordered(bank, set)), { ref: false }),
  "FiniteSetsExt.ProductSet": unary(
    (bank, set) => foldRight(ordered(bank, set), bank.int(1), (a, b) => times(bank, a, b)),
    { ref: false },
  ),
  "FiniteSetsExt.MapThenSumSet": native(
    2,
    ({ bank }) =>
      (f, set) => {
        const image = operator(f);
        return foldRight(ordered(bank, value(set)), bank.int(0), (x, rest) => plus(bank, image(x), rest));
      },
    { ref: false },
  ),
  "FiniteSetsExt.Max": unary((bank, set) => extremum(bank, set, "Max", (a, b) => a > b)),
  "FiniteSetsExt.Min": unary((bank, set) => extremum(bank, set, "Min", (a, b) => a < b)),
  "FiniteSetsExt.kSubset": binary((bank, k, set) =>
    subsetsOfSize(bank, asInt(bank, k, "first", "kSubset"), set),
  ),
  "Functions.FoldFunction": native(
    3,
    ({ bank }) =>
      (op, base, f) =>
        foldFunction(bank, operator(op), value(base), value(f), domain(bank, value(f))),
    { ref: false },
  ),
  "Functions.FoldFunctionOnSet": native(
    4,
    ({ bank }) =>
      (op, base, f, indices) =>
        foldFunction(bank, operator(op), value(base), value(f), value(indices)),
    { ref: false },
  ),
  "Functions.SumFunction": unary((bank, f) => sumOver(bank, f, domain(bank, f)), { ref: false }),
  "Functions.SumFunctionOnSet": binary(sumOver, { ref: false }),
};

function sumOver(bank: Bank, f: Value, indices: Value): Value {
  return foldFunction(bank, (a, b) => plus(bank, a!, b!), bank.int(0), f, indices);
}
