import { createHash } from "node:crypto";

/**
 * TLA+ values as TypeScript values.
 *
 * | TLA+ | here |
 * |---|---|
 * | integer | a safe integer (`number`) |
 * | string, model value | `string` |
 * | sequence, tuple | array |
 * | record | plain object |
 * | set | `TlaSet` |
 * | any other function | `TlaMap` |
 *
 * All values are immutable: whoever builds one does not change it afterwards. Two kinds of value are never
 * equal here,
 * so a program uses one representation for one TLA+ type throughout (`<<>>` is always the empty array, a
 * record never
 * a map of strings, no string spelled like a model value).
 *
 * `T` is not bounded in the generic types, so that generated interfaces serve as records; what is no value at
 * all
 * (fractions, `undefined`, functions) is refused with `TypeError` as soon as it is encoded.
 */
export type Value =
  | number
  | boolean
  | string
  | readonly Value[]
  | RecordValue
  | TlaSet<Value>
  | TlaMap<Value, Value>;

export interface RecordValue {
  readonly [field: string]: Value;
}

/** A finite set: elements without duplicates, in canonical order (see `compare`). */
export class TlaSet<T> implements Iterable<T> {
  /** Not sorted yet: many sets are built for a guard that another one makes superfluous. */
  #given: readonly T[] | undefined;
  #elements: readonly T[] = [];
  #keys: ReadonlySet<string> | undefined;

  private constructor(given: readonly T[]) {
    this.#given = given;
  }

  get elements(): readonly T[] {
    if (this.#given !== undefined) {
      this.#elements = sortedUnique([...this.#given], (x) => x);
      this.#given = undefined;
    }
    return this.#elements;
  }

  /** The set of these elements; duplicates are dropped. */
  static of<T>(elements: Iterable<T>): TlaSet<T> {
    return new TlaSet([...elements]);
  }

  /** The elements in any order, perhaps some more than once: for those who only look for one. */
  get unordered(): readonly T[] {
    return this.#given ?? this.#elements;
  }

  get size(): number {
    return this.elements.length;
  }

  has(element: unknown): boolean {
    this.#keys ??= new Set(this.elements.map(canonical));
    return this.#keys.has(canonical(element));
  }

  [Symbol.iterator](): Iterator<T> {
    return this.elements[Symbol.iterator]();
  }
}

/** A function with a finite domain: one entry for each key, in canonical order of the keys. */
export class TlaMap<K, V> implements Iterable<readonly [K, V]> {
  readonly entries: readonly (readonly [K, V])[];
  #values: ReadonlyMap<string, V> | undefined;

  private constructor(entries: readonly (readonly [K, V])[]) {
    this.entries = entries;
  }

  /** The function with these pairs; of two pairs with one key the first counts (as in TLC's `@@`). */
  static of<K, V>(entries: Iterable<readonly [K, V]>): TlaMap<K, V> {
    return new TlaMap(sortedUnique([...entries], ([key]) => key));
  }

  get size(): number {
    return this.entries.length;
  }

  has(key: unknown): boolean {
    return this.#index().has(canonical(key));
  }

  /** The value at `key`, or `undefined` outside of the domain; `at` of the operators throws there. */
  get(key: unknown): V | undefined {
    return this.#index().get(canonical(key));
  }

  keys(): readonly K[] {
    return this.entries.map(([key]) => key);
  }

  values(): readonly V[] {
    return this.entries.map(([, value]) => value);
  }

  /** The function with another value at `key`; outside of the domain nothing changes (as with `EXCEPT`). */
  with(key: K, value: V): TlaMap<K, V> {
    const wanted = canonical(key);
    return new TlaMap(
      this.entries.map((entry) => (canonical(entry[0]) === wanted ? [entry[0], value] : entry)),
    );
  }

  [Symbol.iterator](): Iterator<readonly [K, V]> {
    return this.entries[Symbol.iterator]();
  }

  #index(): ReadonlyMap<string, V> {
    this.#values ??= new Map(this.entries.map(([key, value]) => [canonical(key), value]));
    return this.#values;
  }
}

function sortedUnique<T>(items: T[], key: (item: T) => unknown): T[] {
  // The sort is stable: of equal items the first stays.
  items.sort((a, b) => compare(key(a), key(b)));
  return items.filter((item, at) => at === 0 || compare(key(items[at - 1]!), key(item)) !== 0);
}

// ---------------------------------------------------------------------------------------------- kinds and
// encoding

type Shape =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "sequence"; readonly items: readonly unknown[] }
  | {
      readonly kind: "record";
      readonly fields: readonly (readonly [string, unknown])[];
      /** Names and values by turns. */
      readonly flat: readonly unknown[];
    }
  | { readonly kind: "set"; readonly items: readonly unknown[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [unknown, unknown])[] };

const RANK = { boolean: 0, number: 1, string: 2, sequence: 3, record: 4, set: 5, map: 6 } as const;

function shapeOf(value: unknown): Shape {
  switch (typeof value) {
    case "number":
      if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is not an integer of 53 bits`);
      return { kind: "number", value: value + 0 };
    case "boolean":
      return { kind: "boolean", value };
    case "string":
      return { kind: "string", value };
    case "object":
      return objectShape(value);
    default:
      throw new TypeError(`a TLA+ value cannot be ${typeof value}`);
  }
}

function objectShape(value: object | null): Shape {
  if (Array.isArray(value)) return { kind: "sequence", items: value };
  if (value instanceof TlaSet) return { kind: "set", items: value.elements };
  if (value instanceof TlaMap) return { kind: "map", entries: value.entries };
  const prototype: unknown = value === null ? undefined : Object.getPrototypeOf(value);
  if (value === null || (prototype !== Object.prototype && prototype !== null)) {
    throw new TypeError("a TLA+ value is a plain object, an array, a TlaSet or a TlaMap");
  }
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { kind: "record", fields, flat: fields.flat() };
}

/**
 * An injective encoding: equal values give equal texts, different values different ones. No text is a prefix
 * of another.
 */
export function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return encoded(value);
  const known = encodings.get(value);
  if (known !== undefined) return known;
  const text = encoded(value);
  if (text.length <= MAX_REMEMBERED) encodings.set(value, text);
  return text;
}

/** Values do not change, so what was computed of one stays true; long texts are not worth their room. */
const encodings = new WeakMap<object, string>();
const shapes = new WeakMap<object, Shape>();
const MAX_REMEMBERED = 1024;

function encoded(value: unknown): string {
  const shape = shapeOf(value);
  switch (shape.kind) {
    case "boolean":
      return shape.value ? "t" : "f";
    case "number":
      return `i${shape.value};`;
    case "string":
      return `s${shape.value.length}:${shape.value}`;
    case "sequence":
      return `q${shape.items.length}:${shape.items.map(canonical).join("")}`;
    case "set":
      return `e${shape.items.length}:${shape.items.map(canonical).join("")}`;
    case "record":
      return `r${shape.fields.length}:${pairs(shape.fields)}`;
    case "map":
      return `m${shape.entries.length}:${pairs(shape.entries)}`;
  }
}

function pairs(entries: readonly (readonly [unknown, unknown])[]): string {
  return entries.map(([key, value]) => canonical(key) + canonical(value)).join("");
}

/** Structural equality, as TLA+'s `=` between values of one type. */
export function equal(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** SHA-256 of the canonical encoding, as 64 hexadecimal digits. */
export function digest(value: unknown): string {
  // UTF-16, so that unpaired surrogates stay different from each other.
  return createHash("sha256")
    .update(Buffer.from(canonical(value), "utf16le"))
    .digest("hex");
}

/**
 * The canonical order, a total one: booleans, numbers, strings, then compound values by size and contents.
 */
export function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === typeof b && (typeof a === "number" || typeof a === "string")) {
    return (a as string) < (b as string) ? -1 : 1;
  }
  const left = shapeOnce(a);
  const right = shapeOnce(b);
  if (left.kind !== right.kind) return RANK[left.kind] - RANK[right.kind];
  if ("value" in left && "value" in right) {
    return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
  }
  const xs = parts(left);
  const ys = parts(right);
  if (xs.length !== ys.length) return xs.length - ys.length;
  for (const [at, x] of xs.entries()) {
    const order = compare(x, ys[at]);
    if (order !== 0) return order;
  }
  return 0;
}

/** As `shapeOf`, the fields of a record sorted once. */
function shapeOnce(value: unknown): Shape {
  if (typeof value !== "object" || value === null) return shapeOf(value);
  const known = shapes.get(value);
  if (known !== undefined) return known;
  const shape = shapeOf(value);
  shapes.set(value, shape);
  return shape;
}

function parts(shape: Shape): readonly unknown[] {
  if ("items" in shape) return shape.items;
  if ("fields" in shape) return shape.flat;
  return "entries" in shape ? shape.entries.flat() : [];
}
