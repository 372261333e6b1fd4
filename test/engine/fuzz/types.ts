/** Types of the random expressions: what keeps them free of errors, mostly. */
import type { Choices } from "./choices.js";

export type Base = "int" | "bool" | "string" | "model";

/** A constant set of a few elements. */
export interface Domain {
  readonly text: string;
  readonly of: Base;
  readonly elements: readonly string[];
}

export type Type =
  | { readonly kind: Base }
  /** An element of the domain. */
  | { readonly kind: "enum"; readonly domain: Domain }
  | { readonly kind: "set" | "seq"; readonly of: Type }
  /** A function of any domain. */
  | { readonly kind: "fun"; readonly from: Base; readonly of: Type }
  /** A function of exactly this domain. */
  | { readonly kind: "map"; readonly domain: Domain; readonly of: Type }
  | { readonly kind: "record"; readonly fields: readonly (readonly [string, Type])[] }
  | { readonly kind: "tuple"; readonly items: readonly Type[] };

export const INT: Type = { kind: "int" };
export const BOOL: Type = { kind: "bool" };

export const NAMES = ["zeta", "alpha", "mid"];
export const MODELS = ["m3", "m1", "m2"];

const domain = (text: string, of: Base, elements: readonly string[]): Domain => ({ text, of, elements });

export const DOMAINS: readonly Domain[] = [
  domain("0..2", "int", ["0", "1", "2"]),
  domain("Nodes", "model", MODELS),
  domain("1..2", "int", ["1", "2"]),
  domain("Texts", "string", ['"zeta"', '"alpha"']),
  domain("BOOLEAN", "bool", ["FALSE", "TRUE"]),
  domain("{2, 5}", "int", ["2", "5"]),
  domain("{m1}", "model", ["m1"]),
];

/** The same text for equal types. */
export function typeText(t: Type): string {
  switch (t.kind) {
    case "enum":
      return t.domain.text;
    case "set":
    case "seq":
      return `${t.kind}(${typeText(t.of)})`;
    case "fun":
      return `fun(${t.from},${typeText(t.of)})`;
    case "map":
      return `map(${t.domain.text},${typeText(t.of)})`;
    case "record":
      return `[${t.fields.map(([name, f]) => `${name}:${typeText(f)}`).join(",")}]`;
    case "tuple":
      return `<<${t.items.map(typeText).join(",")}>>`;
    default:
      return t.kind;
  }
}

export const sameType = (a: Type, b: Type): boolean => typeText(a) === typeText(b);

/** Whether every value of `t` can stand where a `wanted` is expected. */
export function fits(t: Type, wanted: Type): boolean {
  if (sameType(t, wanted)) return true;
  if (t.kind === "enum") return wanted.kind === t.domain.of;
  if (t.kind === "map" && wanted.kind === "fun") return t.domain.of === wanted.from && fits(t.of, wanted.of);
  if (t.kind === "map" && wanted.kind === "seq") return t.domain.text === "1..2" && fits(t.of, wanted.of);
  if (t.kind === "map" && wanted.kind === "map") {
    return t.domain.text === wanted.domain.text && fits(t.of, wanted.of);
  }
  if ((t.kind === "set" && wanted.kind === "set") || (t.kind === "seq" && wanted.kind === "seq")) {
    return fits(t.of, wanted.of);
  }
  return false;
}

/** A type for an expression. */
export function someType(c: Choices, depth: number): Type {
  const base = (): Type => ({ kind: c.pick(["int", "bool", "string", "model"] as const) });
  if (depth === 0) return c.rarely(3) ? { kind: "enum", domain: c.pick(DOMAINS) } : base();
  const inner = (): Type => someType(c, depth - 1);
  switch (c.next(8)) {
    case 1:
    case 2:
      return { kind: "set", of: inner() };
    case 3:
      return { kind: "seq", of: inner() };
    case 4:
      return { kind: "fun", from: c.pick(["int", "string", "model"] as const), of: inner() };
    case 5:
      return { kind: "map", domain: c.pick(DOMAINS), of: inner() };
    case 6:
      return {
        kind: "record",
        fields: [["u", inner()] as const, ["t", inner()] as const].slice(c.next(2)),
      };
    case 7:
      return { kind: "tuple", items: [inner(), inner()] };
    default:
      return base();
  }
}

/** A type with few values, for a variable. */
export function smallType(c: Choices, depth: number): Type {
  const leaf = (): Type => ({ kind: "enum", domain: c.pick(DOMAINS) });
  if (depth === 0) return leaf();
  const inner = (): Type => smallType(c, depth - 1);
  switch (c.next(9)) {
    case 1:
      return { kind: "set", of: leaf() };
    case 2:
    case 3:
    case 4:
      return { kind: "map", domain: c.pick(DOMAINS), of: inner() };
    case 5:
      return { kind: "record", fields: [["u", inner()] as const, ["t", inner()] as const].slice(c.next(2)) };
    case 6:
      return { kind: "seq", of: inner() };
    case 7:
      return { kind: "fun", from: c.pick(["int", "string", "model"] as const), of: inner() };
    case 8:
      return { kind: "tuple", items: [leaf(), inner()] };
    default:
      return leaf();
  }
}
