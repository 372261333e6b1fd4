/** The operators of the module Sequences; as in TLC, some take strings too. */
import { type Bank, EMPTY_TUPLE, Kind, type Ref } from "./bank.js";
import {
  EvaluationError,
  emptySequence,
  notATuple,
  wrongArgument,
  wrongForm,
  wrongOnlyArgument,
} from "./bank-errors.js";
import { asSequence } from "./compare.js";
import { force, showValue, type Value } from "./lazy.js";
import { evaluated } from "./lazy-function.js";
import { SequenceSet } from "./lazy-products.js";
import { asInt } from "./operators-numbers.js";
import { show } from "./show.js";

function isSequence(bank: Bank, value: Value): value is Ref {
  return typeof value === "number" && bank.kind(value) === Kind.tuple;
}

/** A sequence, or a string as one (see `asSequence`); `undefined` if it is neither. */
function itemsOf(bank: Bank, value: Value): Ref | undefined {
  return typeof value === "number" ? asSequence(bank, value) : undefined;
}

function isString(bank: Bank, value: Value): value is Ref {
  return typeof value === "number" && bank.kind(value) === Kind.string;
}

/** Where in the arena the items of a tuple of `n` begin, for `<<a, b>> \\in S`. Throws for any other value, as TLC does. */
export function tupleItems(bank: Bank, value: Ref, n: number): number {
  if (bank.kind(value) === Kind.tuple && bank.size(value) === n) return bank.first(value);
  throw notATuple(show(bank, value), n, [value]);
}

/** `Seq(set)`. */
export function sequences(bank: Bank, set: Value): SequenceSet {
  return new SequenceSet(bank, set);
}

export function length(bank: Bank, given: Value): Ref {
  const s = evaluated(given);
  if (isString(bank, s)) return bank.int(bank.textOf(s).length);
  if (isSequence(bank, s)) return bank.int(bank.size(s));
  throw wrongOnlyArgument("Len", "a sequence", showValue(bank, s));
}

export function head(bank: Bank, given: Value): Ref {
  const s = evaluated(given);
  const items = itemsOf(bank, s);
  if (items === undefined) throw wrongOnlyArgument("Head", "a sequence", showValue(bank, s));
  if (items === EMPTY_TUPLE) throw emptySequence("Head");
  return bank.at(items, 0);
}

export function tail(bank: Bank, given: Value): Ref {
  const s = evaluated(given);
  if (isString(bank, s)) {
    const text = bank.textOf(s);
    if (text === "") throw emptySequence("Tail");
    return bank.string(text.slice(1));
  }
  if (!isSequence(bank, s)) throw wrongOnlyArgument("Tail", "a sequence", showValue(bank, s));
  if (s === EMPTY_TUPLE) throw emptySequence("Tail");
  return part(bank, s, 1, bank.size(s));
}

export function append(bank: Bank, given: Value, value: Value): Ref {
  const s = evaluated(given);
  if (bank.tlc === "2.18" && isString(bank, s) && isString(bank, value)) {
    return bank.string(bank.textOf(s) + bank.textOf(value));
  }
  if (!isSequence(bank, s)) throw wrongForm("Append(s, v)", "sequence", showValue(bank, s));
  const last = force(value);
  const mark = bank.mark();
  pushItems(bank, s, 0, bank.size(s));
  bank.push(last);
  return bank.tuple(mark);
}

/** `s \o t`, of sequences or strings. */
export function concat(bank: Bank, left: Value, right: Value): Ref {
  const s = evaluated(left);
  const t = evaluated(right);
  if (isString(bank, s)) {
    if (!isString(bank, t)) throw wrongForm("t \\o s", "string", showValue(bank, t));
    return bank.string(bank.textOf(s) + bank.textOf(t));
  }
  if (!isSequence(bank, s)) throw wrongForm("s \\o t", "sequence", showValue(bank, s));
  const second = itemsOf(bank, t);
  if (second === undefined) throw wrongForm("t \\o s", "sequence", showValue(bank, t));
  const mark = bank.mark();
  pushItems(bank, s, 0, bank.size(s));
  pushItems(bank, second, 0, bank.size(second));
  return bank.tuple(mark);
}

/** `SubSeq(s, from, to)`: empty where from > to, else both must be in the domain of s. */
export function subSequence(bank: Bank, given: Value, from: Value, to: Value): Ref {
  const s = evaluated(given);
  if (!isString(bank, s) && !isSequence(bank, s)) {
    throw wrongArgument("first", "SubSeq", "a sequence", showValue(bank, s));
  }
  const first = asInt(bank, from, "second", "SubSeq");
  const last = asInt(bank, to, "third", "SubSeq");
  const text = isString(bank, s) ? bank.textOf(s) : undefined;
  if (first > last) return text === undefined ? EMPTY_TUPLE : bank.string("");
  const size = text === undefined ? bank.size(s) : text.length;
  if (first < 1 || first > size) throw outside(bank, "second", s, first);
  if (last < 1 || last > size) throw outside(bank, "third", s, last);
  return text === undefined ? part(bank, s, first - 1, last) : bank.string(text.slice(first - 1, last));
}

function outside(bank: Bank, which: string, s: Ref, index: number): EvaluationError {
  const text = `The ${which} argument of SubSeq must be in the domain of its first argument:\n`;
  return new EvaluationError("not-in-domain", `${text}${show(bank, s)}\n, but instead it is\n${index}`, [s]);
}

/** `SelectSeq(s, test)`. */
export function select(bank: Bank, given: Value, test: (item: Ref) => boolean): Ref {
  const s = evaluated(given);
  const items = itemsOf(bank, s);
  if (items === undefined) throw wrongArgument("first", "SelectSeq", "a sequence", showValue(bank, s));
  return bank.tupleOf(bank.list(items).filter(test));
}

/** The items from place `from` (from 0) up to `to`, without it. */
function part(bank: Bank, s: Ref, from: number, to: number): Ref {
  const mark = bank.mark();
  pushItems(bank, s, from, to);
  return bank.tuple(mark);
}

function pushItems(bank: Bank, s: Ref, from: number, to: number): void {
  const first = bank.first(s);
  const { arena } = bank;
  for (let i = from; i < to; i++) bank.push(arena[first + i]!);
}
