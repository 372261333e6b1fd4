/**
 * Tokens of TLC's configuration files. TLC reads them with the lexer of TLA+ itself, so an operator symbol is
 * one token and strings and comments are those of TLA+. Comments are dropped.
 */
import type { Span } from "./ast.js";
import { operatorSpellings } from "./operators.js";

export interface CfgToken {
  /** `word` is a name, keyword or number; `operator` a symbol that TLA+ can define; `mark` punctuation. */
  readonly kind: "word" | "string" | "operator" | "mark" | "end";
  readonly text: string;
  readonly span: Span;
  /** Whether it is the first of its line. */
  readonly leads: boolean;
}

export type CfgLexicalFault = {
  readonly kind: "unclosed-comment" | "bad-string" | "unknown-character";
  readonly span: Span;
};

/** A string as TLA+ has it: on one line, a backslash only before what it escapes. */
const wholeString = /"(?:[^"\\\r\n]|\\["\\ntfr])*"/y;
const word = /[A-Za-z0-9_]+/y;
const marks = /<-|\]_|<<|>>|->|\|->|==|[()[\]{},!:@.;]/y;
const unknown = /\p{L}[\p{L}\p{N}_]*|[\s\S]/uy;
const operator = new RegExp(
  [...operatorSpellings()]
    .sort((a, b) => b.length - a.length)
    .map(
      (op) => op.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") + (/^\\[A-Za-z]+$/.test(op) ? "(?![A-Za-z])" : ""),
    )
    .join("|"),
  "y",
);

/** Cuts a text into tokens; the last one is always `end`. What is no token is reported. */
export function lexCfg(source: string): {
  readonly tokens: readonly CfgToken[];
  readonly faults: readonly CfgLexicalFault[];
} {
  const tokens: CfgToken[] = [];
  const faults: CfgLexicalFault[] = [];
  let leads = true;
  let at = 0;
  while (at < source.length) {
    const blank = blankEnd(source, at);
    if (blank === undefined) {
      faults.push({ kind: "unclosed-comment", span: { start: at, end: at + 2 } });
      break;
    }
    if (blank > at) {
      if (source.slice(at, blank).includes("\n")) leads = true;
      at = blank;
      continue;
    }
    const [kind, text] = lexeme(source, at);
    const span = { start: at, end: at + text.length };
    at = span.end;
    if (kind === "bad-string" || kind === "unknown-character") faults.push({ kind, span });
    // What was meant to be a string still is one, so that the rest is read.
    if (kind === "bad-string") tokens.push({ kind: "string", text: '""', span, leads });
    else if (kind !== "unknown-character") tokens.push({ kind, text, span, leads });
    leads = false;
  }
  tokens.push({ kind: "end", text: "", span: { start: source.length, end: source.length }, leads });
  return { tokens, faults };
}

function lexeme(
  source: string,
  at: number,
): readonly [CfgToken["kind"] | "bad-string" | "unknown-character", string] {
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const name = take(word);
  if (name !== undefined) return ["word", name];
  if (source[at] === '"') {
    const string = take(wholeString);
    return string === undefined ? ["bad-string", take(/.*/y) ?? '"'] : ["string", string];
  }
  const mark = take(marks);
  const symbol = take(operator);
  // `(` is a mark, `(+)` an operator: the longer one is meant.
  if (symbol !== undefined && symbol.length > (mark?.length ?? 0)) return ["operator", symbol];
  if (mark !== undefined) return ["mark", mark];
  return ["unknown-character", take(unknown) ?? source.charAt(at)];
}

/** The offset after blanks or a comment that start here; undefined where a comment is never closed. */
function blankEnd(source: string, at: number): number | undefined {
  if (source.startsWith("(*", at)) return commentEnd(source, at);
  const blank = /\s+|\\\*[^\n]*/y;
  blank.lastIndex = at;
  return at + (blank.exec(source)?.[0].length ?? 0);
}

/** The offset after a comment, which may hold others; undefined where it is never closed. */
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
