/** Sequences, FiniteSets, and of SequencesExt what takes operators or is slow as it is defined. */
import type { Bank, Ref } from "../values/bank.js";
import { appliedToWrongValue } from "../values/bank-errors.js";
import { force, Interval, showValue, type Value } from "../values/lazy.js";
import { evaluated } from "../values/lazy-function.js";
import { domain, isFunction } from "../values/operators-functions.js";
import * as O from "../values/operators-sequences.js";
import { cardinality, finite } from "../values/operators-sets.js";
import { permutations, sortSequence } from "../values/operators-tlc.js";
import { foldFunction, foldRight } from "./natives-folds.js";
import { binary, type Native, native, operator, predicate, ternary, unary, value } from "./natives-kind.js";

/** The items of a function over 1..n. */
export function items(bank: Bank, given: Value, name: string): readonly Ref[] {
  const s = evaluated(given);
  const over = domain(bank, s);
  if (isFunction(bank, s) && over instanceof Interval) return bank.list(s);
  throw appliedToWrongValue(name, "a sequence", showValue(bank, s));
}

const foldLeft = (list: readonly Ref[], base: Value, op: (sofar: Value, item: Ref) => Value): Value =>
  list.reduce<Value>(op, base);

const places = (bank: Bank, list: readonly Ref[]): readonly Ref[] => list.map((_, i) => bank.int(i + 1));

/** A set as the sequence of its elements in their order. */
function listed(bank: Bank, set: Value): Ref {
  return bank.tupleOf(bank.list(force(set)));
}

const over = { ref: false };

export const sequences: Readonly<Record<string, Native>> = {
  "FiniteSets.Cardinality": unary(cardinality),
  "FiniteSets.IsFiniteSet": unary(finite),
  "Sequences.\\circ": binary(O.concat),
  "Sequences.Seq": unary(O.sequences, over),
  "Sequences.Len": unary(O.length),
  "Sequences.Append": binary(O.append),
  "Sequences.Head": unary(O.head),
  "Sequences.Tail": unary(O.tail),
  "Sequences.SubSeq": ternary(O.subSequence),
  "Sequences.SelectSeq": native(
    2,
    ({ bank }) =>
      (s, test) =>
        O.select(bank, value(s), predicate(bank, test)),
  ),
  "SequencesExt.FoldSeq": native(
    3,
    ({ bank }) =>
      (op, base, s) =>
        foldFunction(bank, operator(op), value(base), value(s), domain(bank, value(s))),
    over,
  ),
  "SequencesExt.FoldLeft": native(
    3,
    ({ bank }) =>
      (op, base, s) =>
        foldLeft(items(bank, value(s), "FoldLeft"), value(base), call2(operator(op))),
    over,
  ),
  "SequencesExt.FoldRight": native(
    3,
    ({ bank }) =>
      (op, s, base) =>
        foldRight(items(bank, value(s), "FoldRight"), value(base), call2(operator(op))),
    over,
  ),
  "SequencesExt.FoldLeftDomain": native(
    3,
    ({ bank }) =>
      (op, base, s) => {
        const list = items(bank, value(s), "FoldLeftDomain");
        return foldLeft(places(bank, list), value(base), call2(operator(op)));
      },
    over,
  ),
  "SequencesExt.FoldRightDomain": native(
    3,
    ({ bank }) =>
      (op, s, base) => {
        const list = items(bank, value(s), "FoldRightDomain");
        return foldRight(places(bank, list), value(base), call2(operator(op)));
      },
    over,
  ),
  "SequencesExt.SetToSeq": unary(listed),
  "SequencesExt.SetToSeqs": unary((bank, set) => {
    const list = bank.list(force(set));
    const orders = bank.list(permutations(bank, new Interval(bank, 1, list.length)));
    return bank.setOf(orders.map((p) => bank.tupleOf(bank.list(p).map((i) => list[bank.intOf(i) - 1]!))));
  }),
  "SequencesExt.SetToSortSeq": native(
    2,
    ({ bank }) =>
      (set, before) =>
        sortSequence(bank, listed(bank, value(set)), predicate(bank, before)),
  ),
};

const call2 =
  (op: (a: Value, b: Value) => Value) =>
  (a: Value, b: Value): Value =>
    op(a, b);
