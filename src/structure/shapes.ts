/**
 * Shapes: what kind of value a variable or expression may have. A finite lattice: `unknown` below (nothing learnt),
 * `any` above (learnt to be of shapes that do not fit), unions of at most `WIDEST` in between; depth is bounded by `DEPTH`.
 */
import { unreachable } from "../report/diagnostic.js";

export type Shape =
  | { readonly kind: "unknown" }
  | { readonly kind: "any" }
  | { readonly kind: "boolean" }
  | { readonly kind: "integer" }
  /** Literals seen, sorted; none if it is not a literal. */
  | { readonly kind: "string"; readonly values: readonly string[] }
  /** A member of a constant set, whose text is `of`. */
  | { readonly kind: "element"; readonly of: string }
  /** The value of a constant: a model value such as `Nil`, or the set itself. */
  | { readonly kind: "constant"; readonly name: string }
  | { readonly kind: "record"; readonly fields: readonly { readonly name: string; readonly shape: Shape }[] }
  | {
      readonly kind: "function";
      readonly from: Shape;
      readonly domain: string | undefined;
      readonly to: Shape;
    }
  | { readonly kind: "sequence"; readonly of: Shape }
  | { readonly kind: "set"; readonly of: Shape }
  | { readonly kind: "bag"; readonly of: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[] }
  | { readonly kind: "union"; readonly of: readonly Shape[] };

export const unknown: Shape = { kind: "unknown" };
export const anyShape: Shape = { kind: "any" };
export const booleanShape: Shape = { kind: "boolean" };
export const integer: Shape = { kind: "integer" };
export const stringShape = (...values: readonly string[]): Shape => ({ kind: "string", values });
export const element = (of: string): Shape => ({ kind: "element", of });
export const constantShape = (name: string): Shape => ({ kind: "constant", name });
export const setOf = (of: Shape): Shape => ({ kind: "set", of });
export const sequenceOf = (of: Shape): Shape => ({ kind: "sequence", of });

const WIDE = 16;
const WIDEST = 40;
const DEPTH = 8;

/** The least shape that covers both. */
export function join(a: Shape, b: Shape, depth = DEPTH): Shape {
  if (a === b || b.kind === "unknown" || a.kind === "any") return a;
  if (a.kind === "unknown" || b.kind === "any") return b;
  if (depth === 0) return anyShape;
  if (a.kind === "union" || b.kind === "union") return union([...partsOf(a), ...partsOf(b)], depth);
  return joined(a, b, depth) ?? union([a, b], depth);
}

function partsOf(s: Shape): readonly Shape[] {
  return s.kind === "union" ? s.of : [s];
}

function union(parts: readonly Shape[], depth: number): Shape {
  let out = gathered(parts, depth, false);
  // Too many kinds to tell apart: records with the same fields become one.
  if (out.length > WIDE) out = gathered(out, depth, true);
  if (out.length > WIDEST) return anyShape;
  const [only] = out;
  if (out.length === 1 && only !== undefined) return only;
  return { kind: "union", of: [...out].sort((x, y) => (showShape(x) < showShape(y) ? -1 : 1)) };
}

function gathered(parts: readonly Shape[], depth: number, loose: boolean): readonly Shape[] {
  const out: Shape[] = [];
  for (const part of parts) {
    let met = false;
    for (let k = 0; k < out.length && !met; k++) {
      const other = out[k] ?? part;
      const both = joined(other, part, depth, loose);
      if (both === undefined) continue;
      out[k] = both;
      met = true;
    }
    if (!met) out.push(part);
  }
  return out;
}

/** Undefined where two shapes are of different sorts. */
function joined(a: Shape, b: Shape, depth: number, loose = false): Shape | undefined {
  if (a === b || (a.kind === b.kind && showShape(a) === showShape(b))) return a;
  switch (a.kind) {
    case "unknown":
      return b;
    case "any":
      return a;
    case "boolean":
    case "integer":
      return b.kind === a.kind ? a : undefined;
    case "string":
      return b.kind === "string" ? joinStrings(a.values, b.values) : undefined;
    case "element":
      return b.kind === "element" && b.of === a.of ? a : undefined;
    case "constant":
      if (isSubset(b, a.name)) return b;
      return b.kind === "constant" && b.name === a.name ? a : undefined;
    case "record":
      return b.kind === "record" ? joinRecords(a, b, depth, loose) : undefined;
    case "set":
    case "bag":
      if (b.kind === "constant" && isSubset(a, b.name)) return a;
      return b.kind === a.kind ? { ...a, of: join(a.of, b.of, depth - 1) } : bagOf(a, b, depth);
    case "sequence":
      return joinSequence(a, b, depth);
    case "tuple":
      return b.kind === "tuple" ? joinTuples(a.items, b.items, depth) : swapped(a, b, depth);
    case "function":
      return b.kind === "function" ? joinFunctions(a, b, depth) : swapped(a, b, depth);
    case "union":
      return undefined;
    default:
      return unreachable(a);
  }
}

/** A set of members of the constant set: the constant itself is one. */
function isSubset(s: Shape, constant: string): boolean {
  return s.kind === "set" && s.of.kind === "element" && s.of.of === constant;
}

function swapped(a: Shape, b: Shape, depth: number): Shape | undefined {
  return b.kind === "sequence" || b.kind === "bag" ? joined(b, a, depth) : undefined;
}

/** The empty function is a bag too; so is a function from messages to numbers. */
function bagOf(a: Shape, b: Shape, depth: number): Shape | undefined {
  if (a.kind !== "bag") return undefined;
  if (b.kind === "function") return { kind: "bag", of: join(a.of, b.from, depth - 1) };
  return b.kind === "tuple" && b.items.length === 0 ? a : undefined;
}

function joinStrings(a: readonly string[], b: readonly string[]): Shape {
  if (a.length === 0 || b.length === 0) return stringShape();
  const all = [...new Set([...a, ...b])].sort();
  return all.length > 24 ? stringShape() : stringShape(...all);
}

type RecordShape = Extract<Shape, { kind: "record" }>;

const fieldNames = new WeakMap<RecordShape, string>();

/** The names of the fields, sorted. */
function namesOf(r: RecordShape): string {
  const known = fieldNames.get(r);
  if (known !== undefined) return known;
  const names = r.fields
    .map((f) => f.name)
    .sort()
    .join();
  fieldNames.set(r, names);
  return names;
}

/** `loose`: also where they differ in a literal, which tells kinds apart. */
function joinRecords(a: RecordShape, b: RecordShape, depth: number, loose: boolean): Shape | undefined {
  if (namesOf(a) !== namesOf(b)) return undefined;
  const of = new Map(b.fields.map((f) => [f.name, f.shape]));
  const differ = a.fields.some((f) => isOtherLiteral(f.shape, of.get(f.name) ?? unknown));
  if (differ && !loose) return undefined;
  const fields = a.fields.map((f) => ({ ...f, shape: join(f.shape, of.get(f.name) ?? unknown, depth - 1) }));
  return { kind: "record", fields };
}

function isOtherLiteral(a: Shape, b: Shape): boolean {
  if (a.kind === "constant" && b.kind === "constant") return a.name !== b.name;
  const single = a.kind === "string" && b.kind === "string" && a.values.length === 1 && b.values.length === 1;
  return single && a.values[0] !== b.values[0];
}

function joinSequence(a: Extract<Shape, { kind: "sequence" }>, b: Shape, depth: number): Shape | undefined {
  if (b.kind === "sequence") return { kind: "sequence", of: join(a.of, b.of, depth - 1) };
  if (b.kind !== "tuple") return undefined;
  return { kind: "sequence", of: b.items.reduce((s, i) => join(s, i, depth - 1), a.of) };
}

function joinTuples(a: readonly Shape[], b: readonly Shape[], depth: number): Shape {
  if (a.length === b.length)
    return { kind: "tuple", items: a.map((s, k) => join(s, b[k] ?? unknown, depth - 1)) };
  return { kind: "sequence", of: [...a, ...b].reduce((s, i) => join(s, i, depth - 1), unknown) };
}

function joinFunctions(
  a: Extract<Shape, { kind: "function" }>,
  b: Extract<Shape, { kind: "function" }>,
  depth: number,
): Shape {
  const domain = a.domain ?? b.domain;
  return { kind: "function", from: join(a.from, b.from, depth - 1), domain, to: join(a.to, b.to, depth - 1) };
}

/** The shape of an element of a set; of an argument if it is a function's domain. */
export function elementOf(s: Shape): Shape {
  switch (s.kind) {
    case "set":
    case "bag":
      return s.of;
    case "constant":
      return element(s.name);
    case "union":
      return s.of.reduce((j, p) => join(j, elementOf(p)), unknown);
    case "any":
      return anyShape;
    default:
      return unknown;
  }
}

/** The shape of a field, of every record that has it. */
export function fieldOf(s: Shape, name: string): Shape {
  switch (s.kind) {
    case "record":
      return s.fields.find((f) => f.name === name)?.shape ?? unknown;
    case "function":
      return s.to;
    case "union":
      return s.of.reduce((j, p) => join(j, fieldOf(p, name)), unknown);
    case "any":
      return anyShape;
    default:
      return unknown;
  }
}

/** The shape of a value of a function, sequence or tuple; `at` is the place in a tuple, if known. */
export function resultOf(s: Shape, at?: number): Shape {
  switch (s.kind) {
    case "function":
      return s.to;
    case "sequence":
      return s.of;
    case "bag":
      return integer;
    case "tuple":
      if (at !== undefined) return s.items[at - 1] ?? unknown;
      return s.items.reduce((j, p) => join(j, p), unknown);
    case "record":
      return s.fields.reduce((j, f) => join(j, f.shape), unknown);
    case "union":
      return s.of.reduce((j, p) => join(j, resultOf(p, at)), unknown);
    case "any":
      return anyShape;
    default:
      return unknown;
  }
}

/** The shapes of records among the parts of a shape. */
export function recordsOf(s: Shape): readonly Extract<Shape, { kind: "record" }>[] {
  if (s.kind === "record") return [s];
  return s.kind === "union" ? s.of.flatMap(recordsOf) : [];
}

/** Text: `Server -> Seq([term: Int, value: element of Value])`. */
export function showShape(s: Shape): string {
  const known = texts.get(s);
  if (known !== undefined) return known;
  const text = textOf(s);
  texts.set(s, text);
  return text;
}

const texts = new WeakMap<Shape, string>();

function textOf(s: Shape): string {
  switch (s.kind) {
    case "unknown":
      return "?";
    case "any":
      return "anything";
    case "boolean":
      return "BOOLEAN";
    case "integer":
      return "Int";
    case "string":
      return s.values.length === 0 ? "STRING" : s.values.map((v) => JSON.stringify(v)).join(" | ");
    case "element":
      return s.of;
    case "constant":
      return s.name;
    case "record":
      return `[${s.fields.map((f) => `${f.name}: ${showShape(f.shape)}`).join(", ")}]`;
    case "function":
      return `(${s.domain ?? showShape(s.from)} -> ${showShape(s.to)})`;
    case "sequence":
      return `Seq(${showShape(s.of)})`;
    case "set":
      return `set of ${grouped(s.of)}`;
    case "bag":
      return `bag of ${grouped(s.of)}`;
    case "tuple":
      return `<<${s.items.map(showShape).join(", ")}>>`;
    case "union":
      return s.of.map(showShape).join(" | ");
    default:
      return unreachable(s);
  }
}

function grouped(s: Shape): string {
  const isWide = s.kind === "union" || (s.kind === "string" && s.values.length > 1);
  return isWide ? `(${showShape(s)})` : showShape(s);
}

/** Shapes as they are told: functions from records to numbers are bags, the empty tuple is a sequence. */
export function tidy(s: Shape): Shape {
  switch (s.kind) {
    case "function": {
      const isCount = s.to.kind === "integer" && recordsOf(s.from).length > 0;
      if (isCount) return { kind: "bag", of: tidy(s.from) };
      return { ...s, from: tidy(s.from), to: tidy(s.to) };
    }
    case "tuple":
      return s.items.length === 0 ? sequenceOf(unknown) : { ...s, items: s.items.map(tidy) };
    case "set":
    case "bag":
    case "sequence":
      return { ...s, of: tidy(s.of) };
    case "record":
      return { ...s, fields: s.fields.map((f) => ({ ...f, shape: tidy(f.shape) })) };
    case "union":
      return s.of.map(tidy).reduce((a, b) => join(a, b), unknown);
    default:
      return s;
  }
}

const LONGEST = 12_000;

/** The shape, or where it is too large to tell (messages inside messages), one that leaves its depths open. */
export function bounded(s: Shape): Shape {
  let out = s;
  for (let depth = 6; depth > 2 && showShape(out).length > LONGEST; depth--) out = cut(s, depth);
  return out;
}

function cut(s: Shape, depth: number): Shape {
  switch (s.kind) {
    case "set":
    case "bag":
    case "sequence":
      return depth === 0 ? anyShape : { ...s, of: cut(s.of, depth - 1) };
    case "function":
      return depth === 0 ? anyShape : { ...s, from: cut(s.from, depth - 1), to: cut(s.to, depth - 1) };
    case "record":
      if (depth === 0) return anyShape;
      return { ...s, fields: s.fields.map((f) => ({ ...f, shape: cut(f.shape, depth - 1) })) };
    case "tuple":
      return depth === 0 ? anyShape : { ...s, items: s.items.map((i) => cut(i, depth - 1)) };
    case "union":
      return s.of.map((p) => cut(p, depth)).reduce((a, b) => join(a, b), unknown);
    default:
      return s;
  }
}
