/**
 * Other values that a line may have had: what the specification has in its place, what is logged there in other lines, and
 * what is near. A line is JSON; an edit changes one value in it.
 */
import { isObject, type Json, type LogLine } from "../../log/types.js";
import { parseValue, type Value } from "../../tla/value.js";
import type { Candidate } from "../verdict.js";

export interface LineEdit {
  /** `msg.term`, `args[2]` (from 1). */
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
  readonly json: Json;
  /** Whether the value is one that the specification has in a conjunct that is false. */
  readonly isComputed: boolean;
}

/** What values are taken from. */
export interface Known {
  /** By path, with `[*]` for places in arrays. */
  readonly logged: ReadonlyMap<string, ReadonlySet<string>>;
  readonly texts: ReadonlySet<string>;
  /** What the specification has where the line says something else. */
  readonly computed: readonly Json[];
}

/** So many values are tried for each place. */
const MOST_VALUES = 40;
/** So many texts are kept. */
const MOST_TEXTS = 60;

export function knownValues(
  lines: readonly LogLine[],
  maps: Readonly<Record<string, Readonly<Record<string, string>>>>,
  candidates: readonly Candidate[],
): Known {
  const logged = new Map<string, Set<string>>();
  const texts = new Set<string>();
  const visit = (json: Json, path: string): void => {
    const here = logged.get(path) ?? new Set<string>();
    logged.set(path, here);
    if (here.size < MOST_VALUES) here.add(JSON.stringify(json));
    if (typeof json === "string" && texts.size < MOST_TEXTS) texts.add(json);
    if (Array.isArray(json)) for (const item of json as readonly Json[]) visit(item, `${path}[*]`);
    else if (isObject(json)) for (const [key, value] of Object.entries(json)) visit(value, under(path, key));
  };
  for (const { json } of lines) visit(json, "");
  const computed = candidates.flatMap(({ at }) => (at?.sides === undefined ? [] : at.sides.flatMap(jsonOf)));
  const values = candidates.flatMap((c) => [...c.choices, ...(c.at?.values ?? [])]);
  const more = [...computed, ...values.flatMap(({ value }) => jsonOf(value))];
  for (const [name, entries] of Object.entries(maps)) {
    const keys = Object.entries(entries).filter(([, to]) => more.some((j) => JSON.stringify(j) === to));
    computed.push(...keys.map(([from]) => from));
    for (const from of Object.keys(entries)) if (texts.size < MOST_TEXTS && name !== "") texts.add(from);
  }
  return { logged, texts, computed: [...computed, ...more] };
}

/** A value of TLA+ as it may be logged; nothing for one that is cut short, or that JSON has no form for. */
function jsonOf(text: string): readonly Json[] {
  let value: Value;
  try {
    value = parseValue(text, "value");
  } catch {
    return [];
  }
  const json = valueJson(value);
  if (json === undefined) return [];
  // Of a set it may be an element that is asked for.
  return value.kind === "set" ? [json, ...(json as readonly Json[])] : [json];
}

function valueJson(value: Value): Json | undefined {
  switch (value.kind) {
    case "int":
    case "bool":
    case "string":
      return value.value;
    case "model":
      return value.name;
    case "set":
    case "tuple": {
      const items = value.items.map(valueJson);
      return items.includes(undefined) ? undefined : (items as readonly Json[]);
    }
    case "record": {
      const fields = value.fields.map(([key, v]) => [key, valueJson(v)] as const);
      if (fields.some(([, v]) => v === undefined)) return undefined;
      return Object.fromEntries(fields) as Json;
    }
    case "function":
      return undefined;
  }
}

function under(path: string, key: string): string {
  const step = /^[A-Za-z_]\w*$/.test(key) ? key : `[${JSON.stringify(key)}]`;
  return path === "" || step.startsWith("[") ? `${path}${step}` : `${path}.${step}`;
}

/** A line has at most so many edits. */
const MOST_EDITS = 3000;

/** Every line with one value changed, the values that the specification has first. */
export function* lineEdits(json: Json, known: Known): Generator<LineEdit> {
  let count = 0;
  for (const isComputed of [true, false])
    for (const edit of edits(json, "", "", known)) {
      if (edit.isComputed !== isComputed) continue;
      if (++count > MOST_EDITS) return;
      yield edit;
    }
}

function* edits(json: Json, path: string, general: string, known: Known): Generator<LineEdit> {
  if (isObject(json)) {
    for (const [key, value] of Object.entries(json))
      for (const edit of edits(value, under(path, key), under(general, key), known))
        yield { ...edit, json: { ...json, [key]: edit.json } };
    return;
  }
  if (Array.isArray(json)) {
    const items = json as readonly Json[];
    for (const [k, item] of items.entries())
      for (const edit of edits(item, `${path}[${k + 1}]`, `${general}[*]`, known))
        yield { ...edit, json: items.map((x, j) => (j === k ? edit.json : x)) };
  }
  const own = JSON.stringify(json);
  const seen = new Set([own]);
  for (const { value, isComputed } of others(json, general, known)) {
    const text = JSON.stringify(value);
    if (seen.has(text) || seen.size > MOST_VALUES) continue;
    seen.add(text);
    yield { path, before: json, after: value, json: value, isComputed };
  }
}

type Other = { readonly value: Json; readonly isComputed: boolean };

function* others(json: Json, general: string, known: Known): Generator<Other> {
  for (const value of known.computed) {
    if (sameForm(json, value)) yield { value, isComputed: true };
    else if (typeof json === "string" && typeof value === "number")
      yield { value: String(value), isComputed: true };
  }
  const near = (value: Json): Other => ({ value, isComputed: false });
  if (typeof json === "boolean") yield near(!json);
  if (typeof json === "number") for (const by of [-1, 1, -2, 2]) yield near(json + by);
  for (const text of known.logged.get(general) ?? []) {
    const value = JSON.parse(text) as Json;
    if (sameForm(json, value)) yield near(value);
  }
  if (Array.isArray(json)) {
    const items = json as readonly Json[];
    for (const k of items.keys()) yield near(items.filter((_, j) => j !== k));
    for (const text of known.logged.get(`${general}[*]`) ?? [])
      if (!items.some((item) => JSON.stringify(item) === text))
        yield near([...items, JSON.parse(text) as Json]);
  }
  if (typeof json === "string") for (const text of known.texts) yield near(text);
}

const sameForm = (a: Json, b: Json): boolean =>
  typeof a === typeof b && Array.isArray(a) === Array.isArray(b) && (a === null) === (b === null);
