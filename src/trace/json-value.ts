/**
 * Values as recorders write them. Numbers, booleans, strings, arrays and objects stand for themselves, a set is
 * `{"#set": […]}`, a function `{"#map": [[key, value], …]}`; a field that begins with `#` has one more. JSON does not
 * tell a model value from a string, so a string spelled like a model value is that model value.
 */
import type { Json } from "../../codegen/runtime/json.js";
import {
  boolean,
  functionOf,
  int,
  model,
  recordOf,
  setOf,
  string,
  tupleOf,
  type Value,
} from "../tla/value.js";

const MAX_DEPTH = 64;

/** The value that the JSON stands for, or undefined if it stands for none. */
export function valueOfJson(json: unknown, models: ReadonlySet<string>, depth = 0): Value | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (x: unknown): Value | undefined => valueOfJson(x, models, depth + 1);
  if (typeof json === "number") return Number.isSafeInteger(json) ? int(json + 0) : undefined;
  if (typeof json === "boolean") return boolean(json);
  if (typeof json === "string") return models.has(json) ? model(json) : string(json);
  if (Array.isArray(json)) {
    const items = all(json, inner);
    return items && tupleOf(items);
  }
  if (typeof json !== "object" || json === null) return undefined;
  const entries = Object.entries(json);
  const only = entries.length === 1 ? entries[0] : undefined;
  if (only?.[0] === "#set") {
    const items = Array.isArray(only[1]) ? all(only[1], inner) : undefined;
    return items && setOf(items);
  }
  if (only?.[0] === "#map") return Array.isArray(only[1]) ? functionFrom(only[1], inner) : undefined;
  const fields: (readonly [string, Value])[] = [];
  for (const [name, part] of entries) {
    const value = inner(part);
    if (value === undefined || /^#(?!#)/.test(name)) return undefined;
    fields.push([name.replace(/^##/, "#"), value]);
  }
  return recordOf(fields);
}

function all(list: readonly unknown[], inner: (x: unknown) => Value | undefined): Value[] | undefined {
  const items: Value[] = [];
  for (const part of list) {
    const item = inner(part);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function functionFrom(list: readonly unknown[], inner: (x: unknown) => Value | undefined): Value | undefined {
  const pairs: (readonly [Value, Value])[] = [];
  for (const part of list) {
    const pair = Array.isArray(part) && part.length === 2 ? all(part, inner) : undefined;
    const [key, item] = pair ?? [];
    if (key === undefined || item === undefined) return undefined;
    pairs.push([key, item]);
  }
  return functionOf(pairs);
}

/** A value as a recorder writes it: the inverse of `valueOfJson`. */
export function jsonOfValue(value: Value): Json {
  switch (value.kind) {
    case "int":
    case "bool":
    case "string":
      return value.value;
    case "model":
      return value.name;
    case "tuple":
      return value.items.map(jsonOfValue);
    case "set":
      return { "#set": value.items.map(jsonOfValue) };
    case "record":
      return Object.fromEntries(
        value.fields.map(([name, v]) => [name.startsWith("#") ? `#${name}` : name, jsonOfValue(v)]),
      );
    case "function":
      return { "#map": value.pairs.map(([k, v]) => [jsonOfValue(k), jsonOfValue(v)]) };
  }
}
