/**
 * Small changes of a log: what a log would look like had the program done, or its recorder written, something else. Lines
 * are dropped, doubled, swapped with the next of their file, and cut off; each value of each line becomes another one.
 */
import { isObject, type Json, type LogLine } from "../../log/types.js";

export type MutantKind = "drop" | "double" | "swap" | "cut" | "edit";

export interface Mutant {
  readonly kind: MutantKind;
  /** The first line that is different, by its place in the trace. */
  readonly at: number;
  /** Lines that stand in the place of `removed` lines from there on. */
  readonly lines: readonly LogLine[];
  /** How many lines of the trace they replace; all that follow, for `cut`. */
  readonly removed: number;
  /** Of an edit: the value's path in the line, `msg.term`; elements of arrays are `[*]`. */
  readonly path: string | undefined;
  /** Of an edit: the values, as JSON. */
  readonly values: readonly [before: string, after: string] | undefined;
}

/** Every mutant of a trace, in the order of the lines. */
export function* mutantsOf(lines: readonly LogLine[]): Generator<Mutant> {
  const seen = valuesSeen(lines);
  for (const [at, line] of lines.entries()) {
    const structural = { at, path: undefined, values: undefined };
    yield { ...structural, kind: "drop", lines: [], removed: 1 };
    yield { ...structural, kind: "double", lines: [line, line], removed: 1 };
    const next = lines[at + 1];
    // Lines of two files have no order but that in which they were put together.
    if (next !== undefined && next.file === line.file && next.text !== line.text)
      yield { ...structural, kind: "swap", lines: [next, line], removed: 2 };
    // Cutting off before the first line leaves nothing; `drop` of the last is the cut of the last.
    if (at > 0 && at < lines.length - 1)
      yield { ...structural, kind: "cut", lines: [], removed: lines.length - at };
    for (const { path, before, after, json } of edits(line.json, "", seen)) {
      const edited = { ...line, json, text: JSON.stringify(json) };
      yield { kind: "edit", at, lines: [edited], removed: 1, path, values: [before, after] };
    }
  }
}

interface Edit {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly json: Json;
}

/** Values by path, in order of appearance, so that an edit puts in what might have been logged there. */
type Seen = ReadonlyMap<string, ReadonlySet<string>>;

/** So many values of a path are kept to choose from. */
const MOST_SEEN = 50;

function valuesSeen(lines: readonly LogLine[]): Seen {
  const seen = new Map<string, Set<string>>();
  const visit = (json: Json, path: string): void => {
    if (Array.isArray(json)) for (const item of json) visit(item as Json, `${path}[*]`);
    else if (isObject(json)) for (const [key, value] of Object.entries(json)) visit(value, under(path, key));
    else {
      const values = seen.get(path) ?? new Set<string>();
      seen.set(path, values);
      if (values.size < MOST_SEEN) values.add(JSON.stringify(json));
    }
  };
  for (const { json } of lines) visit(json, "");
  return seen;
}

function under(path: string, key: string): string {
  const step = /^[A-Za-z_]\w*$/.test(key) ? key : `["${key}"]`;
  return path === "" || step.startsWith("[") ? `${path}${step}` : `${path}.${step}`;
}

/** The value with one leaf changed, for each leaf. */
function* edits(json: Json, path: string, seen: Seen): Generator<Edit> {
  if (Array.isArray(json)) {
    const items = json as readonly Json[];
    for (const [k, item] of items.entries())
      for (const edit of edits(item, `${path}[*]`, seen))
        yield { ...edit, json: items.map((x, j) => (j === k ? edit.json : x)) };
    if (items.length === 0) return;
    const json_ = items.slice(0, -1);
    yield { path: `${path}[*]`, before: JSON.stringify(items), after: JSON.stringify(json_), json: json_ };
    return;
  }
  if (isObject(json)) {
    for (const [key, value] of Object.entries(json))
      for (const edit of edits(value, under(path, key), seen))
        yield { ...edit, json: { ...json, [key]: edit.json } };
    return;
  }
  const after = another(json, [...(seen.get(path) ?? [])]);
  yield { path, before: JSON.stringify(json), after: JSON.stringify(after), json: after };
}

/** A number one higher, the other truth; else a value that is logged there elsewhere, or a longer text. */
function another(value: Json, seen: readonly string[]): Json {
  if (typeof value === "number") return value + 1 === value ? 0 : value + 1;
  if (typeof value === "boolean") return !value;
  const own = JSON.stringify(value);
  const at = seen.indexOf(own);
  const other = seen.find((text, k) => k > at && text !== own) ?? seen.find((text) => text !== own);
  if (other !== undefined) return JSON.parse(other) as Json;
  return typeof value === "string" ? `${value}x` : "x";
}
