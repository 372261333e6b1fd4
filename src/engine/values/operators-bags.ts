/** The operators of the module Bags. A bag is a function to positive integers. */
import { type Bank, EMPTY_TUPLE, FALSE, type Ref, TRUE } from "./bank.js";
import { appliedToWrongValue, EvaluationError, wrongArgument } from "./bank-errors.js";
import { force, search, showValue, type Value } from "./lazy.js";
import { evaluated } from "./lazy-function.js";
import { domain, domainSet, functionFrom, isFunction } from "./operators-functions.js";
import { plus } from "./operators-numbers.js";
import { show } from "./show.js";

/** How often each value is in a bag, in the order of insertion. */
type Counts = Map<Ref, Ref>;

export function isABag(bank: Bank, given: Value): Ref {
  const value = evaluated(given);
  if (!isFunction(bank, value)) return FALSE;
  return bank.list(value).every((count) => bank.isInt(count) && bank.intOf(count) > 0) ? TRUE : FALSE;
}

export function bagCardinality(bank: Bank, bag: Value): Ref {
  const f = counted(bank, bag, "BagCardinality");
  return bank.list(f).reduce((sum, count) => plus(bank, sum, count), bank.int(0));
}

/** `BagIn(element, bag)`. */
export function bagIn(bank: Bank, element: Value, bag: Value): Ref {
  const count = copiesIn(bank, element, bag);
  return bank.intOf(count) > 0 ? TRUE : FALSE;
}

export function copiesIn(bank: Bank, element: Value, given: Value): Ref {
  const bag = evaluated(given);
  if (!isFunction(bank, bag)) throw wrongArgument("second", "CopiesIn", "a bag", showValue(bank, bag));
  const place = search(bank, force(element), domainSet(bank, bag));
  if (place < 0) return bank.int(0);
  const count = bank.at(bag, place);
  if (!bank.isInt(count)) throw wrongArgument("second", "CopiesIn", "a bag", show(bank, bag), [bag]);
  return count;
}

/** `a (+) b`. */
export function bagSum(bank: Bank, a: Value, b: Value): Ref {
  const first = bagArgument(bank, a, "first", "(+)");
  const counts = countsOf(bank, first);
  addAll(bank, counts, bagArgument(bank, b, "second", "(+)"));
  return bagOf(bank, counts);
}

/** `a (-) b`. */
export function bagDifference(bank: Bank, a: Value, b: Value): Ref {
  const first = functionArgument(bank, a, "first", "(-)");
  const second = functionArgument(bank, b, "second", "(-)");
  const counts: Counts = new Map();
  for (const [element, count] of countsOf(bank, first)) {
    const left = bank.intOf(count) - bank.intOf(copiesIn(bank, element, second));
    if (left > 0) counts.set(element, bank.int(left));
  }
  return bagOf(bank, counts);
}

/** `BagUnion(set of bags)`. */
export function bagUnion(bank: Bank, bags: Value): Ref {
  const all = bank.list(force(bags));
  if (all.length === 1) return all[0]!;
  const counts: Counts = new Map();
  for (const bag of all) {
    if (!isFunction(bank, bag)) {
      const text = "Attempted to apply BagUnion to the following set, whose\nelement is not a bag:\n";
      throw new EvaluationError("wrong-argument", text + showValue(bank, bags), [bag]);
    }
    addAll(bank, counts, bag);
  }
  return bagOf(bank, counts);
}

/** `a \sqsubseteq b`. */
export function subBag(bank: Bank, a: Value, b: Value): Ref {
  const first = functionArgument(bank, a, "first", "\\sqsubseteq");
  const second = functionArgument(bank, b, "second", "\\sqsubseteq");
  for (const [element, count] of countsOf(bank, first)) {
    if (bank.intOf(count) > bank.intOf(copiesIn(bank, element, second))) return FALSE;
  }
  return TRUE;
}

/** `BagOfAll(image, bag)`. */
export function bagOfAll(bank: Bank, image: (element: Ref) => Value, bag: Value): Ref {
  const f = functionArgument(bank, bag, "second", "BagOfAll");
  const counts: Counts = new Map();
  for (const [element, count] of countsOf(bank, f)) add(bank, counts, force(image(element)), count);
  return bagOf(bank, counts);
}

export function bagToSet(bank: Bank, given: Value): Value {
  const bag = evaluated(given);
  if (!isFunction(bank, bag)) throw wrongValue(bank, "BagToSet", bag);
  return domain(bank, bag);
}

export function setToBag(bank: Bank, set: Value): Ref {
  return functionFrom(bank, set, () => bank.int(1));
}

export function emptyBag(): Ref {
  return EMPTY_TUPLE;
}

/** A function to positive integers, where TLC insists on it. */
function counted(bank: Bank, given: Value, operator: string): Ref {
  const value = evaluated(given);
  if (!isFunction(bank, value)) throw wrongValue(bank, operator, value);
  if (isABag(bank, value) === FALSE) {
    throw appliedToWrongValue(operator, "a bag", show(bank, value), [value]);
  }
  return value;
}

function bagArgument(bank: Bank, given: Value, which: string, operator: string): Ref {
  const value = evaluated(given);
  if (isFunction(bank, value) && isABag(bank, value) === TRUE) return value;
  throw wrongArgument(which, operator, "a bag", showValue(bank, value));
}

function functionArgument(bank: Bank, given: Value, which: string, operator: string): Ref {
  const value = evaluated(given);
  if (isFunction(bank, value) && bank.list(value).every((count) => bank.isInt(count))) return value;
  throw wrongArgument(which, operator, "a bag", showValue(bank, value));
}

function wrongValue(bank: Bank, operator: string, value: Value): EvaluationError {
  return appliedToWrongValue(operator, "a function with a finite domain", showValue(bank, value));
}

function countsOf(bank: Bank, f: Ref): Counts {
  const elements = bank.list(domainSet(bank, f));
  return new Map(elements.map((element, i) => [element, bank.at(f, i)]));
}

function add(bank: Bank, counts: Counts, element: Ref, count: Ref): void {
  const old = counts.get(element);
  counts.set(element, old === undefined ? count : plus(bank, old, count));
}

function addAll(bank: Bank, counts: Counts, bag: Ref): void {
  for (const [element, count] of countsOf(bank, bag)) add(bank, counts, element, count);
}

function bagOf(bank: Bank, counts: Counts): Ref {
  const mark = bank.mark();
  for (const [element, count] of counts) {
    bank.push(element);
    bank.push(count);
  }
  return bank.functionOf(mark);
}
