/**
 * Text of a module to tokens. Layout and comments are not tokens; comments are returned beside them.
 *
 * Columns are those that junction lists go by: 1-based, a tab advances to the next multiple of 8.
 */
import type { Comment, Span } from "./ast.js";
import { canonicalOp, operatorSpellings } from "./operators.js";

/**
 * `type` is `id`, `number`, `string`, `step` (`<1>2.`), `separator` (`----`), `heading` (the `----` before
 * MODULE), `end` (`====`), `eof`,
 * `unknown`, or for
 * keywords, punctuation and operators the canonical spelling itself. `text` is what stands in the source.
 */
export interface Token extends Span {
  readonly type: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export type LexicalFault =
  | { readonly kind: "unclosed-comment"; readonly span: Span }
  | { readonly kind: "unclosed-string"; readonly span: Span }
  | { readonly kind: "unknown-escape"; readonly span: Span }
  | { readonly kind: "unknown-character"; readonly span: Span };

export interface Lexed {
  /** The last one is always `eof`. */
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  readonly faults: readonly LexicalFault[];
}

const keywords = new Set(
  (
    "ACTION ASSUME ASSUMPTION AXIOM BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED " +
    "EXCEPT EXTENDS HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF " +
    "PROPOSITION PROVE QED RECURSIVE STATE SUBSET SUFFICES TAKE TEMPORAL THEN THEOREM UNCHANGED UNION USE VARIABLE " +
    "VARIABLES WITH WITNESS"
  ).split(" "),
);

/** Whether a token type is that of a reserved word (fields may have their names). */
export function isKeyword(type: string): boolean {
  return keywords.has(type) || type === "WF_" || type === "SF_" || type === "_";
}

const punctuation: ReadonlyMap<string, string> = new Map([
  ..."( ) [ ] ]_ { } , : :: ; ! @ -> <- |-> == << >> >>_ . \\A \\E \\AA \\EE"
    .split(" ")
    .map((text): [string, string] => [text, text]),
  ["⟨", "<<"],
  ["⟩", ">>"],
  ["⟩_", ">>_"],
  ["≜", "=="],
  ["∀", "\\A"],
  ["∃", "\\E"],
  ["\\forall", "\\A"],
  ["\\exists", "\\E"],
  ["→", "->"],
  ["←", "<-"],
  ["↦", "|->"],
  ["∷", "::"],
]);

/** Spelling and token type by first character, longest spelling first. */
const symbols = new Map<string, { readonly text: string; readonly type: string }[]>();
for (const op of operatorSpellings()) addSymbol(op, canonicalOp(op));
for (const [text, type] of punctuation) addSymbol(text, type);
for (const list of symbols.values()) list.sort((a, b) => b.text.length - a.text.length);

function addSymbol(text: string, type: string): void {
  const list = symbols.get(text.charAt(0)) ?? [];
  list.push({ text, type });
  symbols.set(text.charAt(0), list);
}

const layout = /[ \t\r\n]+/y;
const word = /[A-Za-z0-9_]+/y;
const letter = /[A-Za-z]/;
const fraction = /\.[0-9]+(?![0-9_]*[A-Za-z])/y;
const fairness = /(?:[WS]F_)+/y;
const radix = /\\(?:[bB][01]+|[oO][0-7]+|[hH][0-9a-fA-F]+)/y;
const step = /<(?:[0-9]+|\*|\+)>[A-Za-z0-9_]*\.*/y;
const dashes = /-{4,}/y;
const equals = /={4,}/y;
const header = /-{4,} *MODULE/y;
const plainString = /"(?:[^"\\\n\r]|\\[^\n\r])*"/y;
const unknownEscape = /\\(?!["\\tnfr])/;
const unfinishedString = /"[^\n\r]*/y;
const commentMark = /\(\*|\*\)/g;

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

/** Where the block comment that opens at `at` ends (comments nest), or -1. */
function blockCommentEnd(source: string, at: number): number {
  let depth = 0;
  commentMark.lastIndex = at;
  for (let m = commentMark.exec(source); m !== null; m = commentMark.exec(source)) {
    depth += m[0] === "(*" ? 1 : -1;
    if (depth === 0) return commentMark.lastIndex;
  }
  return -1;
}

const lineBreak = /[\n\r]/g;

function lineEnd(source: string, at: number): number {
  lineBreak.lastIndex = at;
  return lineBreak.exec(source)?.index ?? source.length;
}

class Lexer {
  readonly tokens: Token[] = [];
  readonly comments: Comment[] = [];
  readonly faults: LexicalFault[] = [];
  private at: number;
  private line = 1;
  private column = 1;
  private depth = 0;
  readonly source: string;

  constructor(source: string, start: number) {
    this.source = source;
    this.at = 0;
    this.skipTo(start);
  }

  /** Moves on, counting lines and columns over the text skipped. */
  private skipTo(end: number): void {
    for (; this.at < end; this.at++) {
      const c = this.source.charCodeAt(this.at);
      if (c === 10 || (c === 13 && this.source.charCodeAt(this.at + 1) !== 10)) {
        this.line++;
        this.column = 1;
      } else if (c === 9) this.column += 8 - ((this.column - 1) % 8);
      else this.column++;
    }
  }

  private push(type: string, length: number): void {
    const start = this.at;
    const end = start + length;
    const text = this.source.slice(start, end);
    this.tokens.push({ type, text, start, end, line: this.line, column: this.column });
    this.at = end;
    this.column += length;
  }

  private comment(end: number): void {
    const span = { start: this.at, end };
    this.comments.push({ span, text: this.source.slice(span.start, end) });
    this.skipTo(end);
  }

  /** Layout and comments; true if anything was skipped. */
  private skipLayout(): boolean {
    const { source, at } = this;
    const blank = matchAt(layout, source, at);
    if (blank !== undefined) {
      this.skipTo(at + blank.length);
      return true;
    }
    if (source.startsWith("\\*", at)) {
      this.comment(lineEnd(source, at));
      return true;
    }
    if (!source.startsWith("(*", at)) return false;
    const end = blockCommentEnd(source, at);
    if (end < 0) this.faults.push({ kind: "unclosed-comment", span: { start: at, end: at + 2 } });
    this.comment(end < 0 ? source.length : end);
    return true;
  }

  private pushWord(text: string): void {
    if (!letter.test(text)) this.pushDigits(text);
    else if (/^[WS]F_/.test(text)) this.pushFairness(matchAt(fairness, text, 0) ?? text);
    else this.push(keywords.has(text) ? text : "id", text.length);
  }

  /** `WF_` and `SF_` are tokens whatever follows, even one of the two. */
  private pushFairness(text: string): void {
    for (let at = 0; at < text.length; at += 3) this.push(text.slice(at, at + 3), 3);
  }

  /** A word without letters: numbers, and underscores, each of which is a token. */
  private pushDigits(text: string): void {
    for (const [part] of text.matchAll(/_|[0-9]+/g)) {
      if (part === "_") this.push("_", 1);
      else
        this.push(
          "number",
          part.length + (matchAt(fraction, this.source, this.at + part.length) ?? "").length,
        );
    }
  }

  private pushString(): void {
    const whole = matchAt(plainString, this.source, this.at);
    const text = whole ?? matchAt(unfinishedString, this.source, this.at) ?? '"';
    const span = { start: this.at, end: this.at + text.length };
    if (whole === undefined) this.faults.push({ kind: "unclosed-string", span });
    else if (text.includes("\\")) this.checkEscapes(text);
    this.push("string", text.length);
  }

  private checkEscapes(text: string): void {
    const bad = unknownEscape.exec(text.replace(/\\[\\"]/g, "  "));
    if (bad === null) return;
    const start = this.at + bad.index;
    this.faults.push({ kind: "unknown-escape", span: { start, end: start + 2 } });
  }

  private pushSymbol(): void {
    const { source, at } = this;
    const list = symbols.get(source.charAt(at)) ?? [];
    const found = list.find((s) => source.startsWith(s.text, at));
    if (found !== undefined) {
      this.push(found.type, found.text.length);
      return;
    }
    const length = (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    this.faults.push({ kind: "unknown-character", span: { start: at, end: at + length } });
    this.push("unknown", length);
  }

  /** `----`, and MODULE with it where it is the start of a module; between the two there are blanks alone. */
  private pushSeparator(): void {
    const length = matchAt(dashes, this.source, this.at)?.length ?? 4;
    const heading = matchAt(header, this.source, this.at);
    this.push(heading === undefined ? "separator" : "heading", length);
    if (heading === undefined) return;
    this.skipTo(this.at + heading.length - length - "MODULE".length);
    this.push("MODULE", "MODULE".length);
    this.depth++;
  }

  /** Reads one token; false at the end of the outermost module or of the text. */
  next(inModule: boolean): boolean {
    while (this.skipLayout());
    const { source, at } = this;
    const c = source.charAt(at);
    if (c === "") return false;
    const text = matchAt(word, source, at);
    if (text !== undefined) {
      this.pushWord(text);
      return true;
    }
    if (c === '"') this.pushString();
    else if (c === "-" && source.startsWith("----", at)) this.pushSeparator();
    else if (c === "=" && source.startsWith("====", at)) {
      this.push("end", matchAt(equals, source, at)?.length ?? 4);
      return !(inModule && --this.depth <= 0);
    } else {
      const special =
        c === "\\" ? matchAt(radix, source, at) : c === "<" ? matchAt(step, source, at) : undefined;
      if (special !== undefined) this.push(c === "\\" ? "number" : "step", special.length);
      else this.pushSymbol();
    }
    return true;
  }

  finish(): Lexed {
    this.push("eof", 0);
    return { tokens: this.tokens, comments: this.comments, faults: this.faults };
  }
}

/**
 * The tokens from `start` on: with `inModule` up to the `====` that closes the first module, else to the end.
 */
export function lex(source: string, start: number, inModule: boolean): Lexed {
  const lexer = new Lexer(source, start);
  while (lexer.next(inModule));
  return lexer.finish();
}

/**
 * Offset of the first module header (`---- MODULE`), or -1; what stands before it is not TLA+. Looked for from MODULE
 * backwards, which takes linear time even on a file of dashes.
 */
export function findModule(source: string): number {
  for (let at = source.indexOf("MODULE"); at >= 0; at = source.indexOf("MODULE", at + 1)) {
    let end = at;
    while (source.charAt(end - 1) === " ") end--;
    let start = end;
    while (source.charAt(start - 1) === "-") start--;
    if (end - start >= 4) return start;
  }
  return -1;
}
