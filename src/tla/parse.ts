/**
 * The parser's entry points. Neither throws, whatever the input: faults come back as diagnostics, several
 * at once,
 * because parsing goes on with the next unit after a fault.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Expr, Node, ParsedModule } from "./ast.js";
import { findModule, type Lexed, type LexicalFault, lex } from "./lexer.js";
import { Cursor, faultLimit, SyntaxFault } from "./parse-cursor.js";
import { tooDeepSpan } from "./parse-depth.js";
import {
  noModule,
  tooDeep,
  unclosedComment,
  unclosedString,
  unknownCharacter,
  unknownEscape,
} from "./parse-errors.js";
import { parseExpr } from "./parse-expr.js";
import { parseModuleBody } from "./parse-unit.js";
import { placeOf } from "./place.js";

/** `parsed` is absent exactly when there are errors. */
export interface ParseResult {
  readonly parsed: ParsedModule | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** `expr` is absent exactly when there are errors. */
export interface ParsedExpression {
  readonly expr: Expr | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function lexicalDiagnostic(file: string, source: string, fault: LexicalFault): Diagnostic {
  const place = placeOf(file, source, fault.span);
  switch (fault.kind) {
    case "unclosed-comment":
      return unclosedComment(place);
    case "unclosed-string":
      return unclosedString(place);
    case "unknown-escape":
      return unknownEscape(place, source.slice(fault.span.start, fault.span.end));
    case "unknown-character":
      return unknownCharacter(place, source.slice(fault.span.start, fault.span.end));
  }
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const line = (d: Diagnostic): number => d.place?.line ?? 0;
  const column = (d: Diagnostic): number => d.place?.column ?? 0;
  return [...diagnostics].sort((a, b) => line(a) - line(b) || column(a) - column(b));
}

/**
 * Runs a parser over the tokens. What the lexer could not read hides the parser's complaints from there on:
 * an
 * unclosed comment swallows the rest, and an unknown character is reported once.
 */
function run<T extends Node>(
  file: string,
  source: string,
  lexed: Lexed,
  parse: (c: Cursor) => T,
): [T | undefined, readonly Diagnostic[]] {
  const c = new Cursor(file, source, lexed.tokens);
  const lexical = lexed.faults.slice(0, faultLimit).map((fault) => lexicalDiagnostic(file, source, fault));
  let result: T | undefined;
  try {
    result = parse(c);
    const deep = c.diagnostics.length === 0 ? tooDeepSpan(result) : undefined;
    if (deep !== undefined) c.diagnostics.push(tooDeep(c.placeOf(deep)));
  } catch (fault) {
    if (fault instanceof SyntaxFault) c.diagnostics.push(fault.diagnostic);
    else if (fault instanceof RangeError) c.diagnostics.push(tooDeep(c.here()));
    else throw fault;
  }
  const lines = new Set(lexical.map((d) => d.place?.line));
  const swallowed = lexed.faults.some((fault) => fault.kind === "unclosed-comment");
  const own = c.diagnostics.filter(
    (d) => !lines.has(d.place?.line) && !(swallowed && d.code === "tla/missing-end"),
  );
  const diagnostics = inOrder([...lexical, ...own]).slice(0, faultLimit);
  return [diagnostics.length === 0 ? result : undefined, diagnostics];
}

/** Parses the first module of a file. Text before its header and after its `====` is ignored. */
export function parseModule(file: string, source: string): ParseResult {
  const start = findModule(source);
  if (start < 0) {
    return { parsed: undefined, diagnostics: [noModule(placeOf(file, source, { start: 0, end: 0 }))] };
  }
  const lexed = lex(source, start, true);
  const [module, diagnostics] = run(file, source, lexed, parseModuleBody);
  if (module === undefined) return { parsed: undefined, diagnostics };
  return { parsed: { stage: "parsed", file, source, module, comments: lexed.comments }, diagnostics };
}

/** Parses a text that is one expression; spans and places are those of `text`. */
export function parseExpression(file: string, text: string): ParsedExpression {
  const [expr, diagnostics] = run(file, text, lex(text, 0, false), (c) => {
    const result = parseExpr(c);
    if (!c.is("eof")) c.unexpected("an operator or the end of the expression");
    return result;
  });
  return { expr, diagnostics };
}
