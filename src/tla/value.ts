/**
 * Values as TLC prints them.
 *
 * Representation: plain data on `kind`. Sets, records and functions are kept in a canonical order (see
 * `compareValues`) without duplicates by the constructors `setOf`, `recordOf` and `functionOf`, so that equal values
 * are equal as data; literals written by hand must go through them. A function over 1..n is a tuple, one over strings
 * a record, and the empty function the empty tuple, as TLC prints them (`functionOf` sees to it).
 */
import { DiagnosticError, unreachable } from "../report/diagnostic.js";
import type { Expr } from "./ast.js";
import { apply, infix, num, paren, record, set, str, tuple } from "./build.js";
import { placeOf } from "./place.js";

export type Value =
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "model"; readonly name: string }
  | { readonly kind: "set"; readonly items: readonly Value[] }
  | { readonly kind: "tuple"; readonly items: readonly Value[] }
  | { readonly kind: "record"; readonly fields: readonly (readonly [string, Value])[] }
  | { readonly kind: "function"; readonly pairs: readonly (readonly [Value, Value])[] };

export const int = (value: number): Value => ({ kind: "int", value });
export const boolean = (value: boolean): Value => ({ kind: "bool", value });
export const string = (value: string): Value => ({ kind: "string", value });
export const model = (name: string): Value => ({ kind: "model", name });
export const tupleOf = (items: readonly Value[]): Value => ({ kind: "tuple", items });

/** A set in canonical order; duplicates are dropped. */
export function setOf(items: readonly Value[]): Value {
  const sorted = [...items].sort(compareValues);
  return {
    kind: "set",
    items: sorted.filter((v, i) => i === 0 || compareValues(sorted[i - 1]!, v) !== 0),
  };
}

/** A record in the order of its field names; the first of two equal names counts. No fields: the empty tuple. */
export function recordOf(fields: readonly (readonly [string, Value])[]): Value {
  if (fields.length === 0) return tupleOf([]);
  return {
    kind: "record",
    fields: sortedByKey(fields, (a, b) => (a < b ? -1 : a > b ? 1 : 0)),
  };
}

/** A function from its pairs; the first of two equal arguments counts (as for `@@`). */
export function functionOf(pairs: readonly (readonly [Value, Value])[]): Value {
  const sorted = sortedByKey(pairs, compareValues);
  if (sorted.every(([k], i) => k.kind === "int" && k.value === i + 1))
    return tupleOf(sorted.map(([, v]) => v));
  const fields: (readonly [string, Value])[] = [];
  for (const [k, v] of sorted) if (k.kind === "string" && isFieldName(k.value)) fields.push([k.value, v]);
  if (fields.length === sorted.length) return recordOf(fields);
  return { kind: "function", pairs: sorted };
}

function sortedByKey<K>(
  pairs: readonly (readonly [K, Value])[],
  compare: (a: K, b: K) => number,
): readonly (readonly [K, Value])[] {
  const sorted = [...pairs].sort(([a], [b]) => compare(a, b));
  return sorted.filter(([k], i) => i === 0 || compare(sorted[i - 1]![0], k) !== 0);
}

function isFieldName(s: string): boolean {
  return /^[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*$/.test(s);
}

// ------------------------------------------------------------------------------------------------------- order

const rank: Readonly<Record<Value["kind"], number>> = {
  bool: 0,
  int: 1,
  string: 2,
  model: 3,
  tuple: 4,
  record: 5,
  function: 6,
  set: 7,
};

/** A total order: by kind, then by size, then by parts. Not TLC's own order, which depends on its string table. */
export function compareValues(a: Value, b: Value): number {
  if (a.kind === "int" && b.kind === "int") return a.value - b.value;
  if (a.kind === "bool" && b.kind === "bool") return Number(a.value) - Number(b.value);
  if (a.kind === "string" && b.kind === "string") return compareText(a.value, b.value);
  if (a.kind === "model" && b.kind === "model") return compareText(a.name, b.name);
  if ((a.kind === "set" && b.kind === "set") || (a.kind === "tuple" && b.kind === "tuple")) {
    return compareLists(a.items, b.items, compareValues);
  }
  if (a.kind === "record" && b.kind === "record") {
    return compareLists(a.fields, b.fields, (x, y) => compareText(x[0], y[0]) || compareValues(x[1], y[1]));
  }
  if (a.kind === "function" && b.kind === "function") {
    return compareLists(a.pairs, b.pairs, (x, y) => compareValues(x[0], y[0]) || compareValues(x[1], y[1]));
  }
  return rank[a.kind] - rank[b.kind];
}

export function equalValues(a: Value, b: Value): boolean {
  return compareValues(a, b) === 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareLists<T>(a: readonly T[], b: readonly T[], compare: (x: T, y: T) => number): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) {
    const order = compare(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

// ---------------------------------------------------------------------------------------------------- printing

/** The values that a value is made of; of a function arguments and results by turns. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case "set":
    case "tuple":
      return value.items;
    case "record":
      return value.fields.map(([, v]) => v);
    case "function":
      return value.pairs.flat();
    default:
      return [];
  }
}

/** The names of all model values inside a value. */
export function modelNames(v: Value, into: Set<string> = new Set()): ReadonlySet<string> {
  if (v.kind === "model") into.add(v.name);
  for (const part of partsOf(v)) modelNames(part, into);
  return into;
}

/** A string literal of TLA+ with its escapes. */
export function quote(s: string): string {
  const escapes: Readonly<Record<string, string>> = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\f": "\\f",
  };
  return `"${s.replace(/[\\"\n\t\r\f]/g, (c) => escapes[c] ?? c)}"`;
}

/** TLA+ text on one line, as TLC writes it. */
export function printValue(v: Value): string {
  switch (v.kind) {
    case "int":
      return String(v.value);
    case "bool":
      return v.value ? "TRUE" : "FALSE";
    case "string":
      return quote(v.value);
    case "model":
      return v.name;
    case "set":
      return `{${v.items.map(printValue).join(", ")}}`;
    case "tuple":
      return `<<${v.items.map(printValue).join(", ")}>>`;
    case "record":
      return `[${v.fields.map(([k, x]) => `${k} |-> ${printValue(x)}`).join(", ")}]`;
    case "function":
      return `(${v.pairs.map(([k, x]) => `${printValue(k)} :> ${printValue(x)}`).join(" @@ ")})`;
    default:
      return unreachable(v);
  }
}

/** The value as an expression; a function needs the operators `:>` and `@@` of the module TLC. */
export function toExpr(v: Value): Expr {
  switch (v.kind) {
    case "int":
      return num(v.value);
    case "bool":
      return apply(v.value ? "TRUE" : "FALSE");
    case "string":
      return str(v.value);
    case "model":
      return apply(v.name);
    case "set":
      return set(...v.items.map(toExpr));
    case "tuple":
      return tuple(...v.items.map(toExpr));
    case "record":
      return record(v.fields.map(([k, x]) => [k, toExpr(x)] as const));
    case "function": {
      const pairs: readonly Expr[] = v.pairs.map(([k, x]) => infix(":>", toExpr(k), toExpr(x)));
      return paren(pairs.reduce((all, pair) => infix("@@", all, pair)));
    }
    default:
      return unreachable(v);
  }
}

// ----------------------------------------------------------------------------------------------------- reading

/** The one value that `text` is. Throws a DiagnosticError that says where the text stops being a value. */
export function parseValue(text: string, file = "value"): Value {
  const reader = new ValueReader(file, text);
  const value = reader.value();
  reader.end();
  return value;
}

/**
 * A state as TLC dumps it: `/\ x = 1` for each variable (the bullet is missing where there is only one), in order. A
 * heading such as `State 2: <Next line 5…>` or `STATE_2 ==` is skipped. Throws a DiagnosticError.
 */
export function parseState(text: string, file = "state"): Map<string, Value> {
  const reader = new ValueReader(file, text);
  reader.skip(/\s*(?:(?:State\s+)?\d+:.*|STATE_\d+\s*==)/y);
  const state = new Map<string, Value>();
  while (!reader.atEnd()) {
    if (!reader.accept("/\\") && state.size > 0) throw reader.expected("`/\\`");
    const variable = reader.word("a variable");
    reader.expect("=");
    state.set(variable, reader.value());
  }
  return state;
}

class ValueReader {
  private readonly file: string;
  private readonly text: string;
  private at = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  value(): Value {
    const first = this.atom();
    if (first.kind !== "int" || !this.accept("..")) return first;
    const last = this.atom();
    if (last.kind !== "int") throw this.expected("the end of a range");
    const size = Math.max(0, last.value - first.value + 1);
    return setOf(Array.from({ length: size }, (_, i) => int(first.value + i)));
  }

  private atom(): Value {
    if (this.accept("<<")) return tupleOf(this.list(">>"));
    if (this.accept("{")) return setOf(this.list("}"));
    if (this.accept("[")) return this.record();
    if (this.accept("(")) return this.function();
    const quoted = this.take(/"(?:[^"\\]|\\[\s\S])*"/y);
    if (quoted !== undefined) return string(unquote(quoted));
    const digits = this.take(/-?\s*[0-9]+(?![A-Za-z0-9_])/y);
    if (digits !== undefined) return int(Number(digits.replace(/\s/g, "")));
    const word = this.word("a value");
    return word === "TRUE" || word === "FALSE" ? boolean(word === "TRUE") : model(word);
  }

  private list(close: string): Value[] {
    const items: Value[] = [];
    if (this.accept(close)) return items;
    do items.push(this.value());
    while (this.accept(","));
    this.expect(close);
    return items;
  }

  private record(): Value {
    const fields: (readonly [string, Value])[] = [];
    do {
      const label = this.word("a field");
      this.expect("|->");
      fields.push([label, this.value()]);
    } while (this.accept(","));
    this.expect("]");
    return recordOf(fields);
  }

  private function(): Value {
    const pairs: (readonly [Value, Value])[] = [];
    const first = this.value();
    if (this.accept(")")) return first;
    this.expect(":>");
    pairs.push([first, this.value()]);
    while (this.accept("@@")) {
      const key = this.value();
      this.expect(":>");
      pairs.push([key, this.value()]);
    }
    this.expect(")");
    return functionOf(pairs);
  }

  word(what: string): string {
    const word = this.take(/[\p{L}\p{N}_]+/uy);
    if (word === undefined) throw this.expected(what);
    return word;
  }

  accept(symbol: string): boolean {
    this.blanks();
    if (!this.text.startsWith(symbol, this.at)) return false;
    this.at += symbol.length;
    return true;
  }

  expect(symbol: string): void {
    if (!this.accept(symbol)) throw this.expected(`\`${symbol}\``);
  }

  /** Passes over what the sticky pattern matches here, if it does. */
  skip(pattern: RegExp): void {
    this.take(pattern);
  }

  atEnd(): boolean {
    this.blanks();
    return this.at === this.text.length;
  }

  end(): void {
    if (!this.atEnd()) throw this.expected("the end of the value");
  }

  expected(what: string): DiagnosticError {
    this.blanks();
    const found = this.at === this.text.length ? "the end" : `\`${this.text.slice(this.at, this.at + 12)}\``;
    const place = placeOf(this.file, this.text, {
      start: this.at,
      end: Math.min(this.at + 1, this.text.length),
    });
    const message = `expected ${what} but found ${found}`;
    return new DiagnosticError([{ code: "tlc/unreadable-value", severity: "error", message, place }]);
  }

  private take(pattern: RegExp): string | undefined {
    this.blanks();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private blanks(): void {
    while (/\s/.test(this.text.charAt(this.at))) this.at += 1;
  }
}

/** The text of a string literal, its quotes and escapes taken off. */
export function unquote(literal: string): string {
  const escapes: Readonly<Record<string, string>> = {
    "\\": "\\",
    '"': '"',
    n: "\n",
    t: "\t",
    r: "\r",
    f: "\f",
  };
  return literal.slice(1, -1).replace(/\\([\s\S])/g, (all, c: string) => escapes[c] ?? all);
}
