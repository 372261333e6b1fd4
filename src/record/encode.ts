/**
 * Values as JSON text. A set is `{"#set": […]}`, a map `{"#map": [[key, value], …]}`; a field that begins with `#` has one
 * more. `undefined` fields are left out. Written by hand since JSON.stringify would ask for a function for sets and maps,
 * which costs ten times as much.
 */
import { createHmac } from "node:crypto";

/** What must be written otherwise inside a JSON string: controls, the quote, the backslash, halves of pairs. */
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;
const DEEPEST = 64;

export interface Redaction {
  readonly fields: ReadonlySet<string>;
  readonly key: string;
}

/** Throws a TypeError for what is no value: functions, symbols, cycles, numbers that are none. */
export function encode(value: unknown, redaction?: Redaction, depth = 0): string {
  switch (typeof value) {
    case "string":
      return text(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be recorded`);
      return String(value);
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return String(value);
    case "object":
      if (value === null) return "null";
      if (depth > DEEPEST) throw new TypeError("a value is nested too deeply, or contains itself");
      return object(value, redaction, depth + 1);
    default:
      throw new TypeError(`a ${typeof value} cannot be recorded`);
  }
}

export const text = (value: string): string => (SPECIAL.test(value) ? JSON.stringify(value) : `"${value}"`);

function object(value: object, redaction: Redaction | undefined, depth: number): string {
  if (Array.isArray(value)) return list(value, redaction, depth);
  if (Object.getPrototypeOf(value) === Object.prototype && !("toJSON" in value))
    return fields(value, redaction, depth);
  if (value instanceof Set) return `{"#set":${list([...value], redaction, depth)}}`;
  if (value instanceof Map) return `{"#map":${list([...value], redaction, depth)}}`;
  if ("toJSON" in value && typeof value.toJSON === "function")
    return encode(value.toJSON() as unknown, redaction, depth);
  return fields(value, redaction, depth);
}

function fields(value: object, redaction: Redaction | undefined, depth: number): string {
  let out = "{";
  for (const name of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[name];
    if (part === undefined) continue;
    const hidden = redaction?.fields.has(name) === true;
    const shown = hidden ? redacted(part, redaction, depth) : encode(part, redaction, depth);
    out += (out === "{" ? "" : ",") + labelOf(name) + shown;
  }
  return `${out}}`;
}

/** Names of fields as JSON text with a colon: a program has few of them. */
const labels = new Map<string, string>();
const MOST_LABELS = 10_000;

function labelOf(name: string): string {
  const known = labels.get(name);
  if (known !== undefined) return known;
  const label = `${text(name.startsWith("#") ? `#${name}` : name)}:`;
  if (labels.size < MOST_LABELS) labels.set(name, label);
  return label;
}

function list(items: readonly unknown[], redaction: Redaction | undefined, depth: number): string {
  let out = "";
  for (const item of items) out += `${out === "" ? "" : ","}${encode(item ?? null, redaction, depth)}`;
  return `[${out}]`;
}

function redacted(value: unknown, { key }: Redaction, depth: number): string {
  const digest = createHmac("sha256", key)
    .update(encode(value, undefined, depth))
    .digest("hex");
  return `"redacted:${digest.slice(0, 16)}"`;
}
