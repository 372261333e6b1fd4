/** Values as JSON: as the module Json of TLC writes and reads them, and in the Informal Trace Format (ITF). */
import { type Bank, FALSE, Kind, type Ref } from "./bank.js";
import { unreadable } from "./bank-errors.js";
import { show } from "./show.js";

/**
 * `ToJson(value)`: sequences and sets are arrays, records and functions objects, model values strings. Text, because
 * an object of JavaScript would put its keys in another order.
 */
export function toJson(bank: Bank, ref: Ref): string {
  switch (bank.kind(ref)) {
    case Kind.integer:
    case Kind.wide:
      return String(bank.intOf(ref));
    case Kind.boolean:
      return ref === FALSE ? "false" : "true";
    case Kind.string:
    case Kind.model:
      return jsonString(bank.textOf(ref));
    case Kind.set:
    case Kind.tuple:
      return `[${bank
        .list(ref)
        .map((item) => toJson(bank, item))
        .join(",")}]`;
    case Kind.record:
    case Kind.function: {
      const fields = bank.list(bank.domainOf(ref)).map((key, i) => {
        const name = bank.kind(key) === Kind.string ? bank.textOf(key) : show(bank, key);
        return `${jsonString(name)}:${toJson(bank, bank.at(ref, i))}`;
      });
      return `{${fields.join(",")}}`;
    }
  }
}

function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => (c === "\u2028" ? "\\u2028" : "\\u2029"));
}

/**
 * The value of JSON as TLC's module reads it: arrays are sequences, objects records. Throws an EvaluationError for
 * null and numbers that are no integers.
 */
export function fromJson(bank: Bank, json: unknown): Ref {
  if (typeof json === "number" && Number.isInteger(json)) return bank.int(json);
  if (typeof json === "boolean") return bank.bool(json);
  if (typeof json === "string") return bank.string(json);
  if (Array.isArray(json)) return bank.tupleOf(json.map((item) => fromJson(bank, item)));
  if (typeof json === "object" && json !== null) {
    return bank.recordOf(Object.entries(json).map(([name, value]) => [name, fromJson(bank, value)] as const));
  }
  throw unreadable("JSON", JSON.stringify(json) ?? typeof json);
}

/** A value in ITF, as data for `JSON.stringify`. Model values are `#unserializable`, with their name. */
export function toItf(bank: Bank, ref: Ref): unknown {
  switch (bank.kind(ref)) {
    case Kind.integer:
    case Kind.wide:
      return { "#bigint": String(bank.intOf(ref)) };
    case Kind.boolean:
      return ref !== FALSE;
    case Kind.string:
      return bank.textOf(ref);
    case Kind.model:
      return { "#unserializable": bank.textOf(ref) };
    case Kind.set:
      return { "#set": bank.list(ref).map((item) => toItf(bank, item)) };
    case Kind.tuple:
      return bank.list(ref).map((item) => toItf(bank, item));
    case Kind.record:
    case Kind.function:
      return functionToItf(bank, ref);
  }
}

function functionToItf(bank: Bank, ref: Ref): unknown {
  const keys = bank.list(bank.domainOf(ref));
  const values = bank.list(ref).map((value) => toItf(bank, value));
  const plain = bank.kind(ref) === Kind.record && keys.every((key) => !bank.textOf(key).startsWith("#"));
  if (plain) return Object.fromEntries(keys.map((key, i) => [bank.textOf(key), values[i]]));
  return { "#map": keys.map((key, i) => [toItf(bank, key), values[i]]) };
}

/** The value of ITF data; `#tup` and arrays are both sequences. Throws an EvaluationError for what is none. */
export function fromItf(bank: Bank, itf: unknown): Ref {
  if (typeof itf !== "object" || itf === null || Array.isArray(itf)) {
    if (Array.isArray(itf)) return bank.tupleOf(itf.map((item) => fromItf(bank, item)));
    return fromJson(bank, itf);
  }
  const entries = Object.entries(itf);
  const [name, value]: readonly [string, unknown] = entries[0] ?? ["", undefined];
  if (entries.length !== 1 || !name.startsWith("#")) {
    return bank.recordOf(entries.map(([field, part]) => [field, fromItf(bank, part)] as const));
  }
  if (name === "#bigint" && typeof value === "string") return bank.int(Number(value));
  if (name === "#unserializable" && typeof value === "string") return bank.model(value);
  if (Array.isArray(value)) {
    if (name === "#set") return bank.setOf(value.map((item) => fromItf(bank, item)));
    if (name === "#tup") return bank.tupleOf(value.map((item) => fromItf(bank, item)));
    if (name === "#map") return mapFromItf(bank, value);
  }
  throw unreadable("ITF", JSON.stringify(itf));
}

function mapFromItf(bank: Bank, pairs: readonly unknown[]): Ref {
  const refs = pairs.flatMap((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw unreadable("a pair of a map", JSON.stringify(pair));
    return [fromItf(bank, pair[0]), fromItf(bank, pair[1])];
  });
  const mark = bank.mark();
  for (const ref of refs) bank.push(ref);
  return bank.functionOf(mark);
}
