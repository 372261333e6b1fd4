/**
 * TLC's configuration files.
 *
 * Representation: the entries in the order of the file, one per name (`INVARIANTS A B` gives two), each with its span
 * and place. Comments are not kept. Keywords are stored in one spelling (`CONSTANTS` and `CONSTANT` are the same).
 */
import { type Diagnostic, DiagnosticError, type Place, unreachable } from "../report/diagnostic.js";
import { nearest as nearestOf } from "../report/suggest.js";
import type { Span } from "./ast.js";
import { placeOf } from "./place.js";
import { parseValue, printValue, type Value } from "./value.js";

/** Keywords that name one definition, at most once in a file. */
const singles = ["SPECIFICATION", "INIT", "NEXT", "SYMMETRY", "VIEW", "ALIAS", "POSTCONDITION"] as const;
/** Keywords that name any number of definitions. */
const lists = ["INVARIANT", "PROPERTY", "CONSTRAINT", "ACTION_CONSTRAINT"] as const;

export type CfgKeyword = (typeof singles)[number] | (typeof lists)[number];

type Section = CfgKeyword | "CONSTANT" | "CHECK_DEADLOCK";

const sections: ReadonlyMap<string, Section> = new Map<string, Section>([
  ...[...singles, ...lists].map((k) => [k, k] as const),
  ["CONSTANT", "CONSTANT"],
  ["CONSTANTS", "CONSTANT"],
  ["INVARIANTS", "INVARIANT"],
  ["PROPERTIES", "PROPERTY"],
  ["CONSTRAINTS", "CONSTRAINT"],
  ["ACTION_CONSTRAINTS", "ACTION_CONSTRAINT"],
  ["CHECK_DEADLOCK", "CHECK_DEADLOCK"],
]);

/** What an entry says, without where it stands: what generated files are made of. */
export type CfgItem =
  /** `name = value`. A model value that has the constant's name declares it. */
  | { readonly kind: "constant"; readonly name: string; readonly value: Value }
  /** `name <- operator`, or `name <- [module] operator`. */
  | {
      readonly kind: "substitution";
      readonly name: string;
      readonly module: string | undefined;
      readonly operator: string;
    }
  /** `INVARIANT name` and the like. */
  | { readonly kind: "definition"; readonly keyword: CfgKeyword; readonly name: string }
  | { readonly kind: "deadlock"; readonly check: boolean };

export type CfgEntry = CfgItem & { readonly span: Span; readonly place: Place };

export interface Cfg<Entry extends CfgItem = CfgEntry> {
  readonly file: string;
  readonly entries: readonly Entry[];
}

/** The entries without where they stand: what other files are made of. */
export function cfgItems(cfg: Cfg): readonly CfgItem[] {
  return cfg.entries.map(({ span: _span, place: _place, ...item }) => item);
}

/** The names given under a keyword, in order. */
export function cfgNames(cfg: Cfg<CfgItem>, keyword: CfgKeyword): readonly string[] {
  return cfg.entries.flatMap((e) => (e.kind === "definition" && e.keyword === keyword ? [e.name] : []));
}

/** The value of a constant, if the file gives it one. */
export function cfgConstant(cfg: Cfg<CfgItem>, name: string): Value | undefined {
  for (const e of cfg.entries) if (e.kind === "constant" && e.name === name) return e.value;
  return undefined;
}

/** Reads a file; never throws. What cannot be read is reported and passed over. */
export function parseCfg(
  file: string,
  source: string,
): { readonly cfg: Cfg; readonly diagnostics: readonly Diagnostic[] } {
  const reader = new CfgReader(file, source);
  reader.read();
  return { cfg: { file, entries: reader.entries }, diagnostics: reader.diagnostics };
}

/** The text of a file; entries of the same keyword that follow each other share it. */
export function printCfg(cfg: { readonly entries: readonly CfgItem[] }): string {
  const out: string[] = [];
  let section = "";
  for (const entry of cfg.entries) {
    const [keyword, text] = printItem(entry);
    const single = keyword === "CHECK_DEADLOCK" || singles.some((k) => k === keyword);
    if (single) out.push(`${keyword} ${text}`);
    else {
      if (keyword !== section) out.push(keyword);
      out.push(`  ${text}`);
    }
    section = single ? "" : keyword;
  }
  return out.map((l) => `${l}\n`).join("");
}

const plural: Readonly<Record<(typeof lists)[number], string>> = {
  INVARIANT: "INVARIANTS",
  PROPERTY: "PROPERTIES",
  CONSTRAINT: "CONSTRAINTS",
  ACTION_CONSTRAINT: "ACTION_CONSTRAINTS",
};

function printItem(item: CfgItem): readonly [keyword: string, text: string] {
  switch (item.kind) {
    case "constant":
      return ["CONSTANTS", `${item.name} = ${printValue(item.value)}`];
    case "substitution": {
      const scope = item.module === undefined ? "" : `[${item.module}] `;
      return ["CONSTANTS", `${item.name} <- ${scope}${item.operator}`];
    }
    case "definition": {
      const list = lists.find((k) => k === item.keyword);
      return [list === undefined ? item.keyword : plural[list], item.name];
    }
    case "deadlock":
      return ["CHECK_DEADLOCK", item.check ? "TRUE" : "FALSE"];
    default:
      return unreachable(item);
  }
}

// ----------------------------------------------------------------------------------------------------- reading

interface Token {
  readonly kind: "word" | "string" | "symbol" | "end";
  readonly text: string;
  readonly span: Span;
  /** Whether it is the first of its line. */
  readonly leads: boolean;
}

class CfgReader {
  readonly entries: CfgEntry[] = [];
  readonly diagnostics: Diagnostic[] = [];
  private readonly file: string;
  private readonly source: string;
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(file: string, source: string) {
    this.file = file;
    this.source = source;
    const { tokens, unclosed } = tokenize(source);
    this.tokens = tokens;
    if (unclosed !== undefined) this.report("cfg/unclosed-comment", "this comment is never closed", unclosed);
  }

  read(): void {
    while (this.peek().kind !== "end") {
      const token = this.next();
      const section = sections.get(token.text);
      if (section === undefined) this.unknownKeyword(token);
      else if (section === "CONSTANT") this.constants();
      else if (section === "CHECK_DEADLOCK") this.deadlock(token);
      else this.definitions(section, token);
    }
  }

  private constants(): void {
    while (!this.atSection()) {
      const first = this.peek();
      const after = this.tokens[this.at + 1]?.text;
      if (first.kind !== "word" || (after !== "=" && after !== "<-")) return;
      this.at += 2;
      const item = after === "=" ? this.constant(first) : this.substitution(first);
      if (item !== undefined) this.add(item, { start: first.span.start, end: this.lastEnd() });
    }
  }

  private constant(name: Token): CfgItem | undefined {
    const start = this.peek();
    let depth = 0;
    // One token, or everything up to the brace that closes the first.
    do {
      const token = this.peek();
      if (token.kind === "end" || sections.has(token.text)) break;
      if (depth === 0 && token.kind === "symbol" && token.text !== "{" && token.text !== "-") break;
      this.at += 1;
      if (token.text === "{" && token.kind === "symbol") depth += 1;
      else if (token.text === "}" && token.kind === "symbol") depth -= 1;
      else if (token.text === "-" && depth === 0 && this.peek().kind === "word") this.at += 1;
    } while (depth > 0);
    const end = Math.max(start.span.start, this.lastEnd());
    const blanked = blankComments(this.source.slice(start.span.start, end));
    try {
      return { kind: "constant", name: name.text, value: parseValue(blanked) };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const span = end > start.span.start ? { start: start.span.start, end } : start.span;
      this.report(
        "cfg/bad-value",
        `the value of ${name.text} cannot be read`,
        span,
        "write a number, a string, TRUE, FALSE, a model value, or a set of these; otherwise define an operator and use `<-`",
      );
      return undefined;
    }
  }

  private substitution(name: Token): CfgItem | undefined {
    let module: string | undefined;
    if (this.peek().text === "[") {
      this.at += 1;
      module = this.name("a module");
      if (this.peek().text === "]") this.at += 1;
      else this.unexpected("`]`");
    }
    const operator = this.name("the name of an operator");
    return operator === undefined ? undefined : { kind: "substitution", name: name.text, module, operator };
  }

  private deadlock(keyword: Token): void {
    const token = this.peek();
    if (token.text !== "TRUE" && token.text !== "FALSE") {
      this.unexpected("TRUE or FALSE");
      return;
    }
    this.at += 1;
    const span = { start: keyword.span.start, end: token.span.end };
    if (this.entries.some((e) => e.kind === "deadlock")) this.duplicate("CHECK_DEADLOCK", span);
    this.add({ kind: "deadlock", check: token.text === "TRUE" }, span);
  }

  private definitions(keyword: CfgKeyword, first: Token): void {
    if (singles.some((k) => k === keyword)) {
      const token = this.peek();
      const text = this.name("the name of a definition");
      if (text === undefined) return;
      if (cfgNames({ file: this.file, entries: this.entries }, keyword).length > 0) {
        this.duplicate(keyword, first.span);
      }
      this.add({ kind: "definition", keyword, name: text }, token.span);
      return;
    }
    while (!this.atSection() && this.peek().kind === "word" && !this.looksLikeKeyword()) {
      const token = this.next();
      this.add({ kind: "definition", keyword, name: token.text }, token.span);
    }
  }

  /** A word in a list of names that starts a line, has another word after it and is nearly a keyword is one misspelt. */
  private looksLikeKeyword(): boolean {
    const token = this.peek();
    if (!token.leads || !/^[A-Z_]+$/.test(token.text)) return false;
    const after = this.tokens[this.at + 1];
    return after?.kind === "word" && !after.leads && nearest(token.text) !== undefined;
  }

  private atSection(): boolean {
    const token = this.peek();
    return token.kind === "end" || (token.kind === "word" && sections.has(token.text));
  }

  private name(what: string): string | undefined {
    if (this.peek().kind === "word" && !this.atSection()) return this.next().text;
    this.unexpected(what);
    return undefined;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? this.tokens.at(-1)!;
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private lastEnd(): number {
    return this.tokens[this.at - 1]?.span.end ?? 0;
  }

  private add(item: CfgItem, span: Span): void {
    this.entries.push({ ...item, span, place: placeOf(this.file, this.source, span) });
  }

  private unknownKeyword(token: Token): void {
    const near = nearest(token.text);
    const hint = near === undefined ? `one of ${[...sections.keys()].join(", ")}` : `did you mean ${near}?`;
    this.report(
      "cfg/unknown-keyword",
      `\`${token.text}\` is not a keyword of TLC's configuration`,
      token.span,
      hint,
    );
    // What follows belongs to the unknown keyword, up to the next one that is known.
    while (!this.atSection()) this.at += 1;
  }

  private unexpected(what: string): void {
    const token = this.peek();
    const found = token.kind === "end" ? "the end of the file" : `\`${token.text}\``;
    this.report("cfg/unexpected", `expected ${what} but found ${found}`, token.span);
  }

  private duplicate(keyword: string, span: Span): void {
    this.report("cfg/duplicate", `${keyword} is given more than once`, span, "keep one of them");
  }

  private report(code: string, message: string, span: Span, hint?: string): void {
    const place = placeOf(this.file, this.source, span);
    this.diagnostics.push({
      code,
      severity: "error",
      message,
      place,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

const lexeme = /\s+|\\\*[^\n]*|"(?:[^"\\\n]|\\[^\n])*"|[\p{L}\p{N}_!]+|<-|[\s\S]/uy;

function tokenize(source: string): { tokens: Token[]; unclosed: Span | undefined } {
  const tokens: Token[] = [];
  let unclosed: Span | undefined;
  let leads = true;
  for (let at = 0; at < source.length; ) {
    const closed = source.startsWith("(*", at) ? commentEnd(source, at) : at;
    if (closed !== at) {
      if (closed === undefined) unclosed = { start: at, end: at + 2 };
      at = closed ?? source.length;
      continue;
    }
    lexeme.lastIndex = at;
    const text = lexeme.exec(source)?.[0] ?? source.charAt(at);
    const span = { start: at, end: at + text.length };
    at = span.end;
    if (/^\s/.test(text)) {
      if (text.includes("\n")) leads = true;
      continue;
    }
    if (text.startsWith("\\*")) continue;
    const kind =
      text.startsWith('"') && text.length > 1 ? "string" : /^[\p{L}\p{N}_]/u.test(text) ? "word" : "symbol";
    tokens.push({ kind, text, span, leads });
    leads = false;
  }
  tokens.push({ kind: "end", text: "", span: { start: source.length, end: source.length }, leads });
  return { tokens, unclosed };
}

/** The offset after a comment, which may hold others; `undefined` where it is never closed. */
function commentEnd(source: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < source.length; ) {
    const two = source.slice(at, at + 2);
    if (two === "(*") depth += 1;
    if (two === "*)") depth -= 1;
    at += two === "(*" || two === "*)" ? 2 : 1;
    if (depth === 0) return at;
  }
  return undefined;
}

/** The text with every comment outside strings turned into blanks of the same length. */
function blankComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\[^\n])*"|\\\*[^\n]*|\(\*[\s\S]*?\*\)/g, (m) =>
    m.startsWith('"') ? m : m.replace(/[^\n]/g, " "),
  );
}

// ------------------------------------------------------------------------------------------------ did you mean

function nearest(word: string): string | undefined {
  return nearestOf(word.toUpperCase(), sections.keys());
}
