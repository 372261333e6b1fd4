import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Name, Span } from "./ast.js";
import { isKeyword, type Token } from "./lexer.js";
import type { Precedence } from "./operators.js";
import { describeToken, outdented, tooDeep, unclosedBracket, unexpectedToken } from "./parse-errors.js";
import { placeOf } from "./place.js";

/** How a unit's parse is given up; never leaves `parse.ts`. */
export class SyntaxFault extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** Type given instead of the token's own when the token ends the junction item we are in. */
export const outside = "end of item";

const depthLimit = 800;

/** How many faults of a file are told: nobody reads more, and a file may have millions. */
export const faultLimit = 1000;

/**
 * The parser's state: a position in the tokens, the column of the innermost bullet (0: none), the next node
 * id and the
 * faults found. Inside a junction item a token at or left of the bullet's column is seen as `outside`.
 */
export class Cursor {
  readonly diagnostics: Diagnostic[] = [];
  position = 0;
  bullet = 0;
  depth = 0;
  /** The operator last stepped over: what a label may stand before depends on it. */
  lastOperator: Precedence | undefined;
  /** The level of every proof that we are in (`<2>` is 2), -1 where it is not known yet. */
  readonly proofs: number[] = [];
  private nextId = 1;
  // Looked up and not searched for, as a search at every bracket would take quadratic time.
  private closing: Int32Array | undefined;
  private closingAngle: Int32Array | undefined;
  private readonly last: Token;

  constructor(
    readonly file: string,
    readonly source: string,
    readonly tokens: readonly Token[],
  ) {
    const eof = tokens.at(-1);
    if (eof === undefined) throw new Error("a token list ends with eof");
    this.last = eof;
  }

  /** The token `ahead` of the position, bullets disregarded. */
  raw(ahead = 0): Token {
    return this.tokens[this.position + ahead] ?? this.last;
  }

  /** The type of the next token, `outside` where the junction item has ended. */
  type(): string {
    const token = this.raw();
    return token.column <= this.bullet ? outside : token.type;
  }

  /** Index, from the position, after the bracket that closes the one `ahead`; -1 if none does in this unit. */
  afterBracket(ahead: number): number {
    this.closing ??= matchBrackets(this.tokens);
    const close = this.closing[this.position + ahead] ?? 0;
    return close === 0 ? -1 : close + 1 - this.position;
  }

  /** The same for `<<` and `>>`, whatever other brackets stand between them. */
  afterAngle(ahead: number): number {
    this.closingAngle ??= matchAngles(this.tokens);
    const close = this.closingAngle[this.position + ahead] ?? 0;
    return close === 0 ? -1 : close + 1 - this.position;
  }

  /** Whether the next token is the first on its line. */
  startsLine(): boolean {
    return this.raw().line !== this.tokens[this.position - 1]?.line;
  }

  is(type: string): boolean {
    return this.type() === type;
  }

  /** Steps over the next token. */
  take(): Token {
    const token = this.raw();
    if (this.position < this.tokens.length - 1) this.position++;
    return token;
  }

  /** Steps over all that is left. */
  giveUp(): void {
    this.position = this.tokens.length - 1;
  }

  /** Steps over the next token if it has this type. */
  accept(type: string): boolean {
    if (!this.is(type)) return false;
    this.take();
    return true;
  }

  expect(type: string, hint?: string): Token {
    if (!this.is(type)) this.unexpected(`\`${type}\``, hint);
    return this.take();
  }

  /** Expects the closing bracket of `open`. */
  close(type: string, open: Token): Token {
    if (this.is(type)) return this.take();
    if (this.is(outside)) this.unexpected(`\`${type}\``);
    const at = this.placeOf(open);
    throw new SyntaxFault(unclosedBracket(this.here(), type, describeToken(this.raw()), open.text, at));
  }

  name(what = "a name"): Name {
    if (!this.is("id")) this.unexpected(what);
    const token = this.take();
    return { kind: "Name", id: this.id(), span: { start: token.start, end: token.end }, text: token.text };
  }

  /** A name where a keyword is one too: a field or a module. */
  anyName(what: string): Name {
    const type = this.type();
    if (type !== "id" && !isKeyword(type)) this.unexpected(what);
    return this.operatorName();
  }

  /** Any token as a name: operators that are defined, substituted or declared. */
  operatorName(): Name {
    const token = this.take();
    return { kind: "Name", id: this.id(), span: { start: token.start, end: token.end }, text: token.text };
  }

  unexpected(expected: string, hint?: string): never {
    const found = describeToken(this.raw());
    if (this.is(outside)) throw new SyntaxFault(outdented(this.here(), expected, found, this.bullet));
    throw new SyntaxFault(unexpectedToken(this.here(), expected, found, hint ?? this.guess()));
  }

  /** A hint that follows from the token found alone. */
  private guess(): string | undefined {
    const { type } = this.raw();
    if (type === "==") return "`==` defines; did you mean `=`?";
    if (type === ":=") return "assignment is PlusCal; in TLA+ write `x' = e`";
    if (this.raw().text === "in") return "membership is written `\\in`";
    if (type === "!" && this.raw(1).type === "=") return "not equal is written `#` or `/=`";
    if (type === ";") return "TLA+ has no `;` (PlusCal belongs in a comment)";
    if (type === "|->") return "did you mean `->`?";
    if (type === "->") return "did you mean `|->`?";
    if (type === "\\" && this.raw(1).type === "id") return `\`\\${this.raw(1).text}\` is no operator of TLA+`;
    return undefined;
  }

  here(): Place {
    return this.placeOf(this.raw());
  }

  placeOf(span: Span): Place {
    return placeOf(this.file, this.source, span);
  }

  id(): number {
    return this.nextId++;
  }

  /** Offset where the token last taken ends. */
  end(): number {
    return this.tokens[this.position - 1]?.end ?? 0;
  }

  /** The fields every node has, for a node from `start` to the last token taken. */
  base(start: number): { readonly id: number; readonly span: Span } {
    return { id: this.id(), span: { start, end: this.end() } };
  }

  enter(): void {
    if (++this.depth > depthLimit) throw new SyntaxFault(tooDeep(this.here()));
  }

  leave(): void {
    this.depth--;
  }
}

const pairs: ReadonlyMap<string, string> = new Map([
  [")", "("],
  ["]", "["],
]);

/** For every `(` and `[` the index of the token that closes it, 0 where none does; other brackets do not count. */
function matchBrackets(tokens: readonly Token[]): Int32Array {
  const closing = new Int32Array(tokens.length);
  const open: number[] = [];
  tokens.forEach(({ type }, at) => {
    if (type === "(" || type === "[") open.push(at);
    else if (type === "end" || type === "separator" || type === "heading") open.length = 0;
    else if (pairs.has(type)) {
      const from = open.pop();
      if (from !== undefined && tokens[from]?.type === pairs.get(type)) closing[from] = at;
    }
  });
  return closing;
}

function matchAngles(tokens: readonly Token[]): Int32Array {
  const closing = new Int32Array(tokens.length);
  const open: number[] = [];
  tokens.forEach(({ type }, at) => {
    if (type === "<<") open.push(at);
    else if (type === "end") open.length = 0;
    else if (type === ">>") closing[open.pop() ?? at] = at;
  });
  return closing;
}
