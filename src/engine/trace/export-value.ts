/**
 * Values as JSON. Two spellings of one encoding, that of the Informal Trace Format: sequences are arrays, records objects,
 * `{"#set": […]}` a set, `{"#map": [[argument, value], …]}` a function, `{"#unserializable": name}` a model value. An
 * integer is `{"#bigint": "7"}` in ITF and a number in our own format. Reading takes either, and `{"#tup": […]}`.
 */
import { unreachable } from "../../report/diagnostic.js";
import { functionOf, recordOf, setOf, tupleOf, type Value } from "../../tla/value.js";

export type Spelling = "itf" | "plain";

/** Data for `JSON.stringify`. */
export function valueToJson(value: Value, spelling: Spelling): unknown {
  const inner = (v: Value): unknown => valueToJson(v, spelling);
  switch (value.kind) {
    case "int":
      return spelling === "itf" ? { "#bigint": String(value.value) } : value.value;
    case "bool":
    case "string":
      return value.value;
    case "model":
      return { "#unserializable": value.name };
    case "set":
      return { "#set": value.items.map(inner) };
    case "tuple":
      return value.items.map(inner);
    case "record":
      return Object.fromEntries(value.fields.map(([name, field]) => [name, inner(field)]));
    case "function":
      return { "#map": value.pairs.map(([key, item]) => [inner(key), inner(item)]) };
    default:
      return unreachable(value);
  }
}

/** The value that this is; undefined for what is none. */
export function valueFromJson(json: unknown): Value | undefined {
  if (typeof json === "number") return Number.isSafeInteger(json) ? { kind: "int", value: json } : undefined;
  if (typeof json === "boolean") return { kind: "bool", value: json };
  if (typeof json === "string") return { kind: "string", value: json };
  if (Array.isArray(json)) return listed(json, tupleOf);
  if (typeof json !== "object" || json === null) return undefined;
  const entries = Object.entries(json);
  const [tag, content]: readonly [string, unknown] = entries[0] ?? ["", undefined];
  return entries.length === 1 && tag.startsWith("#") ? tagged(tag, content) : recordFrom(entries);
}

function tagged(tag: string, content: unknown): Value | undefined {
  if (typeof content === "string") {
    if (tag === "#unserializable") return { kind: "model", name: content };
    const isInteger = tag === "#bigint" && /^-?[0-9]+$/.test(content);
    return isInteger ? { kind: "int", value: Number(content) } : undefined;
  }
  if (!Array.isArray(content)) return undefined;
  if (tag === "#set") return listed(content, setOf);
  if (tag === "#tup") return listed(content, tupleOf);
  return tag === "#map" ? mapFrom(content) : undefined;
}

function listed(items: readonly unknown[], make: (items: readonly Value[]) => Value): Value | undefined {
  const values = items.map(valueFromJson);
  return values.every((v) => v !== undefined) ? make(values) : undefined;
}

function recordFrom(entries: readonly (readonly [string, unknown])[]): Value | undefined {
  const fields: (readonly [string, Value])[] = [];
  for (const [name, content] of entries) {
    const value = valueFromJson(content);
    if (value === undefined) return undefined;
    fields.push([name, value]);
  }
  return recordOf(fields);
}

function mapFrom(content: readonly unknown[]): Value | undefined {
  const pairs: (readonly [Value, Value])[] = [];
  for (const pair of content) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    const [key, value] = pair.map(valueFromJson);
    if (key === undefined || value === undefined) return undefined;
    pairs.push([key, value]);
  }
  return functionOf(pairs);
}
