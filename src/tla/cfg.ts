/**
 * TLC's configuration files.
 *
 * Representation: the entries in the order of the file, one per name (`INVARIANTS A B` gives two), each with
 * its span and places. Comments are not kept. Keywords are stored in one spelling (`CONSTANTS` and `CONSTANT`
 * are the same). Strings are kept as TLC takes them: a backslash is a character like any other.
 */
import { type Place, unreachable } from "../report/diagnostic.js";
import type { Span } from "./ast.js";
import { type CfgKeyword, isSingle } from "./cfg-keywords.js";
import { printValue, type Value } from "./value.js";

export type { CfgKeyword } from "./cfg-keywords.js";
export { parseCfg } from "./cfg-parse.js";

/** What an entry says, without where it stands: what generated files are made of. */
export type CfgItem =
  /**
   * `name = value`. A model value that has the constant's name declares it. With `args` it is one line of the
   * table of an operator, `F(1, a) = 2`; with `module` it is meant in that module, `x = [M] 3`.
   */
  | {
      readonly kind: "constant";
      readonly name: string;
      readonly args?: readonly Value[];
      readonly module?: string;
      readonly value: Value;
    }
  /** `name <- operator`, or `name <- [module] operator`. The name may be an operator symbol, or `I!Op`. */
  | {
      readonly kind: "substitution";
      readonly name: string;
      readonly module: string | undefined;
      readonly operator: string;
    }
  /** `INVARIANT name` and the like. */
  | { readonly kind: "definition"; readonly keyword: CfgKeyword; readonly name: string }
  | { readonly kind: "deadlock"; readonly check: boolean };

/** Where the parts of an entry stand; `target` is the value or the operator. */
export interface CfgParts {
  readonly name: Place;
  readonly module?: Place;
  readonly target?: Place;
}

export type CfgEntry = CfgItem & { readonly span: Span; readonly place: Place; readonly parts: CfgParts };

export interface Cfg<Entry extends CfgItem = CfgEntry> {
  readonly file: string;
  readonly entries: readonly Entry[];
  /** The strings and model values in the order of the text, which TLC orders them by; the entries' sets are sorted. */
  readonly words?: readonly string[];
}

/** The entries without where they stand: what other files are made of. */
export function cfgItems(cfg: Cfg): readonly CfgItem[] {
  return cfg.entries.map(({ span: _span, place: _place, parts: _parts, ...item }) => item);
}

/** The names given under a keyword, in order. */
export function cfgNames(cfg: Cfg<CfgItem>, keyword: CfgKeyword): readonly string[] {
  return cfg.entries.flatMap((e) => (e.kind === "definition" && e.keyword === keyword ? [e.name] : []));
}

/** The value of a constant, if the file gives it one: the last that it gives, as for TLC. */
export function cfgConstant(cfg: Cfg<CfgItem>, name: string): Value | undefined {
  let found: Value | undefined;
  for (const e of cfg.entries) if (isPlain(e) && e.name === name) found = e.value;
  return found;
}

function isPlain(e: CfgItem): e is CfgItem & { kind: "constant" } {
  return e.kind === "constant" && e.args === undefined && e.module === undefined;
}

/**
 * The type of a model value, a letter: `A_x` is of type `A`, and comparing it with a model value of another
 * type is an error to TLC. Undefined for an untyped one, which differs from everything else.
 */
export function modelValueType(name: string): string | undefined {
  return name.length > 2 && name[1] === "_" ? name[0] : undefined;
}

// ------------------------------------------------------------------------------------------------ printing

/**
 * The text of a file; entries of the same keyword that follow each other share it. Undone by `parseCfg`,
 * except that TLC has no way to write tuples, records, functions, negative numbers and strings with quotes in
 * such a file.
 */
export function printCfg(cfg: { readonly entries: readonly CfgItem[] }): string {
  const out: string[] = [];
  let section = "";
  for (const entry of cfg.entries) {
    const { keyword, alone, text } = printItem(entry);
    if (alone) out.push(`${keyword} ${text}`);
    else {
      if (keyword !== section) out.push(keyword);
      out.push(`  ${text}`);
    }
    section = alone ? "" : keyword;
  }
  return out.map((l) => `${l}\n`).join("");
}

interface Printed {
  readonly keyword: string;
  /** Whether the entry has its keyword to itself. */
  readonly alone: boolean;
  readonly text: string;
}

const plural: Readonly<Partial<Record<CfgKeyword, string>>> = {
  INVARIANT: "INVARIANTS",
  PROPERTY: "PROPERTIES",
  CONSTRAINT: "CONSTRAINTS",
  ACTION_CONSTRAINT: "ACTION_CONSTRAINTS",
};

function printItem(item: CfgItem): Printed {
  switch (item.kind) {
    case "constant": {
      const args = item.args === undefined ? "" : `(${item.args.map(printCfgValue).join(", ")})`;
      const text = `${item.name}${args} = ${scope(item.module)}${printCfgValue(item.value)}`;
      return { keyword: "CONSTANTS", alone: false, text };
    }
    case "substitution": {
      const text = `${item.name} <- ${scope(item.module)}${item.operator}`;
      return { keyword: "CONSTANTS", alone: false, text };
    }
    case "definition": {
      const many = plural[item.keyword];
      const alone = isSingle(item.keyword) || many === undefined;
      return { keyword: many ?? item.keyword, alone, text: item.name };
    }
    case "deadlock":
      return { keyword: "CHECK_DEADLOCK", alone: true, text: item.check ? "TRUE" : "FALSE" };
    default:
      return unreachable(item);
  }
}

const scope = (module: string | undefined): string => (module === undefined ? "" : `[${module}] `);

/** As `printValue`, but strings stand as TLC will take them where that can be written. */
function printCfgValue(value: Value): string {
  if (value.kind === "set") return `{${value.items.map(printCfgValue).join(", ")}}`;
  const literal = value.kind === "string" && /^(?:[^"\\\r\n]|\\["\\ntfr])*$/.test(value.value);
  return literal ? `"${value.value}"` : printValue(value);
}
