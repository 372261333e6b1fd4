/** The operators of the module TLC that compute a value. */
import { type Bank, EMPTY_TUPLE, Kind, type Ref } from "./bank.js";
import { tooLarge, wrongArgument } from "./bank-errors.js";
import { force, SET_LIMIT, showValue, type Value } from "./lazy.js";
import { evaluated } from "./lazy-function.js";

/** `ToString(value)`: as printed, so a string comes with its quotes. */
export function toText(bank: Bank, value: Value): Ref {
  return bank.string(showValue(bank, value));
}

/** `SortSeq(s, before)`: stable, by insertion, as TLC does it. */
export function sortSequence(bank: Bank, given: Value, before: (a: Ref, b: Ref) => boolean): Ref {
  const s = evaluated(given);
  if (typeof s !== "number" || bank.kind(s) !== Kind.tuple) {
    throw wrongArgument("first", "SortSeq", "a sequence", showValue(bank, s));
  }
  const sorted: Ref[] = [];
  for (const item of bank.list(s)) {
    let place = sorted.length;
    while (place > 0 && before(item, sorted[place - 1]!)) place--;
    sorted.splice(place, 0, item);
  }
  return bank.tupleOf(sorted);
}

/** `Permutations(set)`: the bijections of the set to itself. Throws an EvaluationError if they are too many. */
export function permutations(bank: Bank, set: Value): Ref {
  const over = force(set);
  const elements = bank.list(over);
  if (elements.length === 0) return bank.setOf([EMPTY_TUPLE]);
  if (elements.length > 9) throw tooLarge(SET_LIMIT);
  const found: Ref[] = [];
  const values = [...elements];
  const fill = (from: number): void => {
    if (from === values.length) {
      const mark = bank.mark();
      for (const value of values) bank.push(value);
      found.push(bank.functionOver(over, mark));
      return;
    }
    for (let i = from; i < values.length; i++) {
      [values[from], values[i]] = [values[i]!, values[from]!];
      fill(from + 1);
      [values[from], values[i]] = [values[i]!, values[from]!];
    }
  };
  fill(0);
  return bank.setOf(found);
}
