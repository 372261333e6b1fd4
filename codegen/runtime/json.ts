import { TlaMap, TlaSet, type Value } from "./values.js";

/**
 * Values as JSON: numbers, booleans, strings, arrays and objects stand for themselves, a set is
 * `{"#set": [...]}` and a function `{"#map": [[key, value], ...]}`. A field of a record that begins with `#`
 * is written with one more.
 */
export type Json = number | boolean | string | null | readonly Json[] | { readonly [field: string]: Json };

/** Deeper input is refused, so that a hostile text cannot exhaust the stack. */
const MAX_DEPTH = 64;

/** The value as JSON. Throws `TypeError` on what is not a value. */
export function toJson(value: unknown): Json {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value + 0;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof TlaSet) return { "#set": value.elements.map(toJson) };
  if (value instanceof TlaMap) return { "#map": value.entries.map(([k, v]) => [toJson(k), toJson(v)]) };
  if (typeof value !== "object" || value === null)
    throw new TypeError(`a TLA+ value cannot be ${String(value)}`);
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k.startsWith("#") ? `#${k}` : k, toJson(v)]),
  );
}

/** The value that `json` stands for, or `undefined` if it stands for none. */
export function fromJson(json: unknown, depth = 0): Value | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (typeof json === "number") return Number.isSafeInteger(json) ? json + 0 : undefined;
  if (typeof json === "boolean" || typeof json === "string") return json;
  if (Array.isArray(json)) return all(json, depth);
  if (typeof json !== "object" || json === null) return undefined;
  const fields = Object.entries(json);
  const tag = fields.length === 1 ? fields[0]! : undefined;
  if (tag?.[0] === "#set") return setFrom(tag[1], depth);
  if (tag?.[0] === "#map") return mapFrom(tag[1], depth);
  const record: [string, Value][] = [];
  for (const [key, field] of fields) {
    const value = fromJson(field, depth + 1);
    if (value === undefined || (key.startsWith("#") && !key.startsWith("##"))) return undefined;
    record.push([key.startsWith("##") ? key.slice(1) : key, value]);
  }
  return Object.fromEntries(record);
}

function all(json: readonly unknown[], depth: number): Value[] | undefined {
  const values: Value[] = [];
  for (const item of json) {
    const value = fromJson(item, depth + 1);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function setFrom(json: unknown, depth: number): Value | undefined {
  const elements = Array.isArray(json) ? all(json, depth) : undefined;
  if (elements === undefined) return undefined;
  const set = TlaSet.of(elements);
  return set.size === elements.length ? set : undefined;
}

function mapFrom(json: unknown, depth: number): Value | undefined {
  if (!Array.isArray(json)) return undefined;
  const entries: [Value, Value][] = [];
  for (const pair of json) {
    const decoded = Array.isArray(pair) && pair.length === 2 ? all(pair, depth) : undefined;
    if (decoded === undefined) return undefined;
    entries.push([decoded[0]!, decoded[1]!]);
  }
  const map = TlaMap.of(entries);
  return map.size === entries.length ? map : undefined;
}
