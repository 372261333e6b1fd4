/** JSON of a log as values of the bank, where the mapping says nothing of it. */
import { type Bank, EMPTY_TUPLE, FALSE, type Ref, TRUE } from "../engine/values/bank.js";
import { Shapes } from "./shapes.js";

/** Why a value cannot be had: told with the line by whoever asks. */
export class NoValue extends Error {
  constructor(
    message: string,
    readonly map?: { readonly name: string; readonly value: string; readonly known: readonly string[] },
  ) {
    super(message);
  }
}

/** So many strings are remembered. */
const MOST_STRINGS = 10_000;

export class PlainValues {
  private readonly shapes: Shapes;
  private readonly strings = new Map<string, Ref>();

  constructor(private readonly bank: Bank) {
    this.shapes = new Shapes(bank);
  }

  /** Booleans, integers, strings, arrays (tuples), objects (records); anything else is no value. */
  of(json: unknown): Ref {
    switch (typeof json) {
      case "string":
        return this.strings.get(json) ?? this.string(json);
      case "boolean":
        return json ? TRUE : FALSE;
      case "number":
        return integer(this.bank, json);
      case "object":
        if (Array.isArray(json)) return this.tuple(json);
        if (json !== null) return this.record(json as Readonly<Record<string, unknown>>);
        throw new NoValue("null is no value of TLA+: give it one with a map");
      default:
        throw new NoValue(`${typeof json} is no value of TLA+`);
    }
  }

  private string(text: string): Ref {
    const ref = this.bank.string(text);
    if (this.strings.size < MOST_STRINGS) this.strings.set(text, ref);
    return ref;
  }

  private tuple(items: readonly unknown[]): Ref {
    const { bank } = this;
    const mark = bank.mark();
    for (let i = 0; i < items.length; i++) bank.push(this.of(items[i]));
    return bank.tuple(mark);
  }

  private record(json: Readonly<Record<string, unknown>>): Ref {
    const { bank, shapes } = this;
    const values: Ref[] = [];
    let shape = shapes.empty;
    for (const name in json) {
      values.push(this.of(json[name]));
      shape = shapes.with(shape, name);
    }
    if (values.length === 0) return EMPTY_TUPLE;
    // Strings get their places in the order of strings as they come up: those of the values are first.
    const { domain, places } = shapes.order(shape);
    const mark = bank.mark();
    bank.push(domain);
    for (let i = 0; i < places.length; i++) bank.push(values[places[i]!]!);
    return bank.recordOver(mark);
  }
}

/** Throws a NoValue for what TLC has no integer for. */
export function integer(bank: Bank, n: number): Ref {
  if (Number.isInteger(n) && Math.abs(n) <= 0x7fffffff) return bank.int(n);
  if (!Number.isInteger(n)) throw new NoValue(`${n} is no integer`);
  throw new NoValue(`${n} is beyond the integers of TLC (32 bits): log it as text, or renamed`);
}
