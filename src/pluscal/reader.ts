/** A cursor over an algorithm's tokens. Reading stops at the first fault, which is thrown and caught in `parse.ts`. */
import type { Tokens } from "./ast.js";
import type { Token } from "./tokens.js";

export class SyntaxFault extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const MAX_DEPTH = 300;
const OPEN = new Set(["(", "[", "{", "<<"]);
const CLOSE = new Set([")", "]", "}", ">>"]);

/** Words that cannot be part of an expression: they end it. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    "assert await begin call define do either else elsif end fair goto if macro or print procedure process " +
    "return skip then variable variables when while with"
  ).split(" "),
);

/** Words after which an expression goes on, so that `{` opens a set and not a block. */
const GOES_ON = new Set(
  "SUBSET UNION DOMAIN ENABLED UNCHANGED IF THEN ELSE LET IN CASE OTHER CHOOSE LAMBDA EXCEPT".split(" "),
);

/** From these up to their `:`, a comma separates bounds. */
const BINDS = new Set(["\\A", "\\E", "\\AA", "\\EE", "CHOOSE", "LAMBDA"]);

function endsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === "symbol") return CLOSE.has(token.text) || token.text === "'" || token.text === "@";
  return !GOES_ON.has(token.text);
}

export class Reader {
  /** True in the c-syntax. */
  braces = false;
  /** True once a label has `+` or `-` after it. */
  labelFairness = false;
  private at = 0;
  private depth = 0;
  private readonly tokens: Tokens;
  private readonly end: number;

  constructor(tokens: Tokens, end: number) {
    this.tokens = tokens;
    this.end = end;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }
  atEnd(): boolean {
    return this.peek() === undefined;
  }
  offset(): number {
    return this.peek()?.offset ?? this.end;
  }
  is(...texts: readonly string[]): boolean {
    const token = this.peek();
    return token !== undefined && texts.includes(token.text);
  }
  is2(text: string): boolean {
    return this.peek(1)?.text === text;
  }
  eat(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }
  next(): Token {
    const token = this.peek();
    if (token === undefined) throw new SyntaxFault(this.end, "the algorithm ends too early");
    this.at += 1;
    return token;
  }
  expect(text: string): void {
    if (!this.eat(text)) this.fail(`\`${text}\``);
  }
  fail(wanted: string): never {
    const token = this.peek();
    const found = token === undefined ? "the end of the algorithm" : `\`${token.text}\``;
    throw new SyntaxFault(this.offset(), `expected ${wanted}, found ${found}`);
  }
  word(what: string): string {
    const token = this.peek();
    if (token?.kind !== "name" || RESERVED.has(token.text)) this.fail(what);
    this.at += 1;
    return token.text;
  }
  /** Runs `work` one level deeper; too many levels are a fault. */
  nested<T>(work: () => T): T {
    if (this.depth >= MAX_DEPTH) throw new SyntaxFault(this.offset(), "statements are nested too deep");
    this.depth += 1;
    try {
      return work();
    } finally {
      this.depth -= 1;
    }
  }
  /** `end what` */
  ends(what: string): void {
    this.expect("end");
    this.expect(what);
  }
  /** The `;` after a statement; it may be missing before what cannot go on an expression. */
  semicolon(): void {
    if (this.eat(";") || this.atEnd()) return;
    if (!this.is("end", "else", "elsif", "or", "}", "do", "begin")) this.fail("`;`");
  }

  /** Tokens up to the first for which `stop` holds. */
  until(stop: (token: Token, next: Token | undefined) => boolean): Tokens {
    const start = this.at;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (stop(token, this.peek(1))) break;
      this.at += 1;
    }
    return this.tokens.slice(start, this.at);
  }

  /** Tokens up to the first outside of brackets for which `stop` holds. */
  balancedUntil(stop: (token: Token) => boolean): Tokens {
    let depth = 0;
    return this.until((token) => {
      if (depth === 0 && stop(token)) return true;
      if (OPEN.has(token.text)) depth += 1;
      else if (CLOSE.has(token.text)) depth -= 1;
      return false;
    });
  }

  /** An expression: up to `;` `,` `:=` `||`, a bracket that closes what was opened before it, a word of PlusCal. */
  expression(): Tokens {
    const tokens = this.path();
    if (tokens.length === 0) this.fail("an expression");
    return tokens;
  }

  /** As `expression`, but may be empty: what follows a variable on a left-hand side. */
  path(): Tokens {
    let binding = 0;
    return this.balancedUntil((token) => {
      if (BINDS.has(token.text)) binding += 1;
      else if (token.text === ":") binding -= 1;
      return (
        token.text === ";" ||
        (token.text === "," && binding <= 0) ||
        token.text === ":=" ||
        token.text === "||" ||
        CLOSE.has(token.text) ||
        (token.kind === "name" && RESERVED.has(token.text)) ||
        (token.text === "{" && this.braces && endsOperand(this.previous()))
      );
    });
  }

  private previous(): Token | undefined {
    return this.tokens[this.at - 1];
  }
}
