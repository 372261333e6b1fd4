/** JSON of a log as values of the bank. */
import { type Bank, FALSE, type Ref, TRUE } from "../engine/values/bank.js";
import type { Conversion } from "./mapping/columns.js";
import type { OwnProgram } from "./prepare.js";

/** Why a value cannot be had: told with the line by whoever asks. */
export class NoValue extends Error {
  constructor(
    message: string,
    readonly map?: { readonly name: string; readonly value: string; readonly known: readonly string[] },
  ) {
    super(message);
  }
}

/** Booleans, integers, strings, arrays (tuples), objects (records); anything else is no value. */
export function plainValue(bank: Bank, json: unknown): Ref {
  switch (typeof json) {
    case "string":
      return bank.string(json);
    case "boolean":
      return json ? TRUE : FALSE;
    case "number":
      return integer(bank, json);
    case "object":
      if (Array.isArray(json)) return bank.tupleOf(json.map((item) => plainValue(bank, item)));
      if (json !== null) return record(bank, json as Readonly<Record<string, unknown>>);
      throw new NoValue("null is no value of TLA+: give it one with a map");
    default:
      throw new NoValue(`${typeof json} is no value of TLA+`);
  }
}

/** The domain of records with the same names in the same order, and which name stands where in it. */
interface Shape {
  readonly names: readonly string[];
  readonly domain: Ref;
  readonly places: readonly number[];
}

const shapes = new WeakMap<Bank, Map<string, Shape>>();
const MOST_SHAPES = 1000;

function record(bank: Bank, json: Readonly<Record<string, unknown>>): Ref {
  const names = Object.keys(json);
  const values = names.map((name) => plainValue(bank, json[name]));
  const { domain, places } = shapeOf(bank, names);
  const mark = bank.mark();
  for (const place of places) bank.push(values[place]!);
  return bank.functionOver(domain, mark);
}

/** Lines of a log have few: putting the names in order each time would take longer than all else. */
function shapeOf(bank: Bank, names: readonly string[]): Shape {
  const known = shapes.get(bank) ?? new Map<string, Shape>();
  shapes.set(bank, known);
  const key = names.join("\n");
  const found = known.get(key);
  if (found?.names.every((name, i) => name === names[i]) === true && found.names.length === names.length)
    return found;
  const refs = names.map((name) => bank.string(name));
  const domain = bank.setOf(refs);
  const shape = { names, domain, places: bank.list(domain).map((ref) => refs.indexOf(ref)) };
  if (known.size < MOST_SHAPES) known.set(key, shape);
  return shape;
}

function integer(bank: Bank, n: number): Ref {
  if (Number.isInteger(n) && Math.abs(n) <= 0x7fffffff) return bank.int(n);
  if (!Number.isInteger(n)) throw new NoValue(`${n} is no integer`);
  throw new NoValue(`${n} is beyond the integers of TLC (32 bits): log it as text, or renamed`);
}

const keyText = (json: unknown): string => (typeof json === "string" ? json : JSON.stringify(json));

export type ToValue = (json: unknown) => Ref;

/** A chain of conversions as one function. */
export function converter(own: OwnProgram, conversions: readonly Conversion[]): ToValue {
  const { bank } = own.model;
  const [first, ...rest] = conversions;
  if (first === undefined) return (json) => plainValue(bank, json);
  const last = conversions.at(-1);
  if (rest.length > 0 && last?.kind === "set") {
    const each = converter(own, conversions.slice(0, -1));
    return (json) => asSet(bank, each(json));
  }
  if (rest.length > 0) throw new Error("conversions that cannot follow each other");
  switch (first.kind) {
    case "set":
      return (json) => asSet(bank, plainValue(bank, json));
    case "int":
      return elementwise(bank, (json) => {
        const n = typeof json === "string" && /^\s*-?\d+\s*$/.test(json) ? Number(json) : json;
        if (typeof n !== "number") throw new NoValue(`${JSON.stringify(json)} is no integer`);
        return integer(bank, n);
      });
    case "str":
      return elementwise(bank, (json) => bank.string(keyText(json)));
    case "model":
      return elementwise(bank, (json) => modelValue(own, keyText(json)));
    case "map":
      return elementwise(bank, (json) => mapped(own, first.name, keyText(json)));
    case "fun":
      return functionOf(own, first.keys);
    case "recorded":
      return (json) => recorded(own, json);
  }
}

function asSet(bank: Bank, sequence: Ref): Ref {
  return bank.setOf(bank.list(sequence));
}

function elementwise(bank: Bank, one: ToValue): ToValue {
  const many: ToValue = (json) => (Array.isArray(json) ? bank.tupleOf(json.map(many)) : one(json));
  return many;
}

function modelValue(own: OwnProgram, name: string): Ref {
  if (!own.modelValues.has(name)) throw new NoValue(`the model has no model value ${name}`);
  return own.model.bank.model(name);
}

function mapped(own: OwnProgram, map: string, key: string): Ref {
  const table = own.maps.get(map);
  const found = table?.get(key);
  if (found !== undefined) return found;
  throw new NoValue(`the map ${map} has nothing for ${key}`, {
    name: map,
    value: key,
    known: [...(table?.keys() ?? [])],
  });
}

function functionOf(own: OwnProgram, keys: Conversion | undefined): ToValue {
  const { bank } = own.model;
  const key = keys === undefined ? (json: unknown) => plainValue(bank, json) : converter(own, [keys]);
  return (json) => {
    if (typeof json !== "object" || json === null)
      throw new NoValue("`fun` converts objects and arrays of pairs");
    const pairs: (readonly unknown[])[] = Array.isArray(json) ? json : Object.entries(json);
    const mark = bank.mark();
    for (const pair of pairs) {
      if (!Array.isArray(pair) || pair.length !== 2) throw new NoValue("`fun` converts arrays of pairs only");
      const [k, v] = [key(pair[0]), plainValue(bank, pair[1])];
      bank.push(k);
      bank.push(v);
    }
    return bank.functionOf(mark);
  };
}

/** `{"#set": […]}`, `{"#map": [[key, value], …]}`, and texts that are spelled like a model value: see `src/trace/json-value.ts`. */
function recorded(own: OwnProgram, json: unknown): Ref {
  const { bank } = own.model;
  const inner = (part: unknown): Ref => recorded(own, part);
  if (typeof json === "string") return own.modelValues.has(json) ? bank.model(json) : bank.string(json);
  if (typeof json !== "object" || json === null) return plainValue(bank, json);
  if (Array.isArray(json)) return bank.tupleOf(json.map(inner));
  const keys = Object.keys(json);
  const { "#set": set, "#map": pairs } = json as { readonly "#set"?: unknown; readonly "#map"?: unknown };
  if (keys.length === 1 && Array.isArray(set)) return bank.setOf(set.map(inner));
  if (keys.length === 1 && Array.isArray(pairs)) {
    const mark = bank.mark();
    for (const pair of pairs) {
      if (!Array.isArray(pair) || pair.length !== 2) throw new NoValue("`#map` lists pairs");
      const [key, value] = [inner(pair[0]), inner(pair[1])];
      bank.push(key);
      bank.push(value);
    }
    return bank.functionOf(mark);
  }
  const odd = keys.find((key) => /^#(?!#)/.test(key));
  if (odd !== undefined) throw new NoValue(`${odd} is no form of a value`);
  return bank.recordOf(Object.entries(json).map(([key, v]) => [key.replace(/^##/, "#"), inner(v)] as const));
}
