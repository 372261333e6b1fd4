/** JSON of a log as values of the bank, converted as the mapping says. */
import type { Bank, Ref } from "../engine/values/bank.js";
import type { Conversion } from "./mapping/columns.js";
import { integer, NoValue, PlainValues } from "./plain-values.js";
import type { OwnProgram } from "./prepare.js";

const keyText = (json: unknown): string => (typeof json === "string" ? json : JSON.stringify(json));

export type ToValue = (json: unknown) => Ref;

const plainKnown = new WeakMap<Bank, ToValue>();

function plainIn(bank: Bank): ToValue {
  const known = plainKnown.get(bank);
  if (known !== undefined) return known;
  const values = new PlainValues(bank);
  const plain: ToValue = (json) => values.of(json);
  plainKnown.set(bank, plain);
  return plain;
}

/** A chain of conversions as one function. */
export function converter(own: OwnProgram, conversions: readonly Conversion[]): ToValue {
  const { bank } = own.model;
  const plain = plainIn(bank);
  const [first, ...rest] = conversions;
  if (first === undefined) return plain;
  const last = conversions.at(-1);
  if (rest.length > 0 && last?.kind === "set") {
    const each = converter(own, conversions.slice(0, -1));
    return (json) => asSet(bank, each(json));
  }
  if (rest.length > 0) throw new Error("conversions that cannot follow each other");
  switch (first.kind) {
    case "set":
      return (json) => asSet(bank, plain(json));
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
      return (json) => recorded(own, plain, json);
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
  const plain = plainIn(bank);
  const key = keys === undefined ? plain : converter(own, [keys]);
  return (json) => {
    if (typeof json !== "object" || json === null)
      throw new NoValue("`fun` converts objects and arrays of pairs");
    const pairs: (readonly unknown[])[] = Array.isArray(json) ? json : Object.entries(json);
    const mark = bank.mark();
    for (const pair of pairs) {
      if (!Array.isArray(pair) || pair.length !== 2) throw new NoValue("`fun` converts arrays of pairs only");
      const [k, v] = [key(pair[0]), plain(pair[1])];
      bank.push(k);
      bank.push(v);
    }
    return bank.functionOf(mark);
  };
}

/** `{"#set": […]}`, `{"#map": [[key, value], …]}`, and texts that are spelled like a model value: see `src/trace/json-value.ts`. */
function recorded(own: OwnProgram, plain: ToValue, json: unknown): Ref {
  const { bank } = own.model;
  const inner = (part: unknown): Ref => recorded(own, plain, part);
  if (typeof json === "string") return own.modelValues.has(json) ? bank.model(json) : bank.string(json);
  if (typeof json !== "object" || json === null) return plain(json);
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
