/** A naive model of values, to test the bank against: plain data, equality by a canonical text. */
import fc from "fast-check";
import type { Bank, Ref } from "../../src/engine/values/bank.js";
import { show } from "../../src/engine/values/show.js";

export type Plain =
  | { readonly kind: "int"; readonly n: number }
  | { readonly kind: "bool"; readonly b: boolean }
  | { readonly kind: "string"; readonly s: string }
  | { readonly kind: "model"; readonly s: string }
  | { readonly kind: "set"; readonly items: readonly Plain[] }
  | { readonly kind: "function"; readonly pairs: readonly (readonly [Plain, Plain])[] };

export const int = (n: number): Plain => ({ kind: "int", n });
export const string = (s: string): Plain => ({ kind: "string", s });
export const set = (items: readonly Plain[]): Plain => ({ kind: "set", items });
export const sequence = (items: readonly Plain[]): Plain => ({
  kind: "function",
  pairs: items.map((item, i) => [int(i + 1), item] as const),
});

/** The same text for two values exactly when they are equal. */
export function key(v: Plain): string {
  switch (v.kind) {
    case "int":
      return String(v.n);
    case "bool":
      return String(v.b);
    case "string":
      return JSON.stringify(v.s);
    case "model":
      return v.s;
    case "set":
      return `{${[...new Set(v.items.map(key))].sort().join(",")}}`;
    case "function":
      return `[${v.pairs
        .map(([x, y]) => `${key(x)}:${key(y)}`)
        .sort()
        .join(",")}]`;
  }
}

/** Puts a plain value into a bank, its parts in the order in which they stand. */
export function into(bank: Bank, v: Plain): Ref {
  switch (v.kind) {
    case "int":
      return bank.int(v.n);
    case "bool":
      return bank.bool(v.b);
    case "string":
      return bank.string(v.s);
    case "model":
      return bank.model(v.s);
    case "set":
      return bank.setOf(v.items.map((item) => into(bank, item)));
    case "function": {
      const refs = v.pairs.flatMap(([x, y]) => [into(bank, x), into(bank, y)]);
      const mark = bank.mark();
      for (const ref of refs) bank.push(ref);
      return bank.functionOf(mark);
    }
  }
}

/** TLA+ text of the value as an expression (needs the modules Integers and TLC). */
export function text(v: Plain): string {
  switch (v.kind) {
    case "int":
      return v.n === -2147483648 ? "(-2147483647 - 1)" : v.n < 0 ? `(${v.n})` : String(v.n);
    case "bool":
      return v.b ? "TRUE" : "FALSE";
    case "string":
      return `"${v.s}"`;
    case "model":
      return v.s;
    case "set":
      return `{${v.items.map(text).join(", ")}}`;
    case "function": {
      if (v.pairs.length === 0) return "<<>>";
      // A sequence is written as one: TLC compares one made by `@@` otherwise.
      const places = v.pairs.map((_, i) => v.pairs.find(([x]) => x.kind === "int" && x.n === i + 1));
      if (places.every((pair) => pair !== undefined)) {
        return `<<${places.map(([, y]) => text(y)).join(", ")}>>`;
      }
      if (v.pairs.every(([x]) => x.kind === "string" && /^[a-z]+$/.test(x.s))) {
        return `[${v.pairs.map(([x, y]) => `${x.kind === "string" ? x.s : ""} |-> ${text(y)}`).join(", ")}]`;
      }
      return `(${v.pairs.map(([x, y]) => `(${text(x)} :> ${text(y)})`).join(" @@ ")})`;
    }
  }
}

export const NAMES = ["zeta", "alpha", "mid", "kappa", "iota"];
export const MODELS = ["m3", "m1", "m2"];

const atoms: readonly fc.Arbitrary<Plain>[] = [
  fc.integer({ min: -3, max: 6 }).map(int),
  fc.oneof(fc.integer({ min: -2147483648, max: 2147483647 }), fc.integer({ min: -2, max: 2 })).map(int),
  fc.boolean().map((b) => ({ kind: "bool", b }) as const),
  fc.constantFrom(...NAMES).map(string),
  fc.constantFrom(...MODELS).map((s) => ({ kind: "model", s }) as const),
];

/** Values of one random type, comparable with each other: the arbitrary of arbitraries. */
export function typed(depth: number): fc.Arbitrary<fc.Arbitrary<Plain>> {
  const atom = fc.constantFrom(...atoms);
  if (depth === 0) return atom;
  const inner = typed(depth - 1);
  return fc.oneof(
    { weight: 1, arbitrary: atom },
    { weight: 2, arbitrary: inner.map((one) => fc.array(one, { maxLength: 5 }).map(set)) },
    { weight: 2, arbitrary: inner.map((one) => fc.array(one, { maxLength: 4 }).map(sequence)) },
    { weight: 2, arbitrary: inner.map((one) => functions(fc.constantFrom(...NAMES).map(string), one)) },
    { weight: 1, arbitrary: inner.map((one) => functions(fc.integer({ min: 0, max: 5 }).map(int), one)) },
    {
      weight: 1,
      arbitrary: inner.map((one) =>
        functions(
          fc.constantFrom(...MODELS).map((s) => ({ kind: "model", s }) as const),
          one,
        ),
      ),
    },
  );
}

function functions(keys: fc.Arbitrary<Plain>, values: fc.Arbitrary<Plain>): fc.Arbitrary<Plain> {
  return fc
    .uniqueArray(fc.tuple(keys, values), { maxLength: 4, selector: ([x]) => key(x) })
    .map((pairs) => ({ kind: "function", pairs }) as const);
}

/** An array of values of one type. */
export function alike(depth: number, maxLength: number): fc.Arbitrary<readonly Plain[]> {
  return typed(depth).chain((one) => fc.array(one, { minLength: 1, maxLength }));
}

/** The refs as TLC prints them, for messages. */
export const shown = (bank: Bank, refs: readonly Ref[]): readonly string[] =>
  refs.map((ref) => show(bank, ref));
