/** Expressions: operators by precedence, and what stands between them. */
import type {
  Apply,
  Bound,
  Case,
  CaseArm,
  Expr,
  Junction,
  Label,
  Lambda,
  Let,
  Name,
  OperatorRef,
} from "./ast.js";
import type { Token } from "./lexer.js";
import { type InfixPrecedence, infixOp, type Precedence, postfixOp, prefixOp } from "./operators.js";
import { parseAngle, parseBounds, parseBrace, parseBracket, parseExprList } from "./parse-bracket.js";
import type { Cursor } from "./parse-cursor.js";
import { SyntaxFault } from "./parse-cursor.js";
import { duplicateBullet, precedenceConflict } from "./parse-errors.js";
import { parseLetUnits } from "./parse-unit.js";

interface Pending {
  readonly token: Token;
  readonly precedence: Precedence | InfixPrecedence;
  /** Absent for a prefix operator. */
  readonly left: Expr | undefined;
}

/** Parses one expression, as long as it goes on. */
export function parseExpr(c: Cursor): Expr {
  c.enter();
  const pending: Pending[] = [];
  let operand = parseOperand(c, pending);
  for (;;) {
    const type = c.type();
    const token = c.raw();
    const postfix = postfixOp(type);
    if (postfix !== undefined) {
      operand = reduce(c, pending, operand, postfix, token);
      c.take();
      const span = { start: operand.span.start, end: token.end };
      operand = parseSelectors(c, { kind: "Postfix", id: c.id(), span, op: token.text, arg: operand });
      continue;
    }
    const infix = infixOp(type);
    if (infix === undefined) break;
    const left = reduce(c, pending, operand, infix, token);
    c.take();
    pending.push({ token, precedence: infix, left });
    operand = parseOperand(c, pending);
  }
  c.leave();
  return reduce(c, pending, operand, undefined, undefined);
}

/** Reads prefix operators onto `pending`, then what they are applied to. */
function parseOperand(c: Cursor, pending: Pending[]): Expr {
  for (;;) {
    const precedence = prefixOp(c.type());
    if (precedence === undefined) return parseSelectors(c, parsePrimary(c));
    checkMinus(c, pending.at(-1));
    pending.push({ token: c.take(), precedence, left: undefined });
  }
}

/** SANY reads a minus as the infix one first, so that `a * -b` is a conflict to it, and so to TLC. */
function checkMinus(c: Cursor, before: Pending | undefined): void {
  if (before?.left === undefined || !c.is("-") || before.precedence.low <= 11) return;
  const { token } = before;
  c.diagnostics.push(precedenceConflict(c.here(), token.text, "-", c.placeOf(token)));
}

function associates(a: Pending, b: Token, precedence: Precedence | InfixPrecedence): boolean {
  return (
    a.left !== undefined && a.token.type === b.type && "assoc" in precedence && precedence.assoc === "left"
  );
}

/**
 * Applies the pending operators that bind tighter than the operator `next` (all of them if there is none).
 */
function reduce(
  c: Cursor,
  pending: Pending[],
  operand: Expr,
  precedence: Precedence | InfixPrecedence | undefined,
  next: Token | undefined,
): Expr {
  let result = operand;
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    if (precedence !== undefined && next !== undefined) {
      if (top.precedence.high < precedence.low) break;
      if (top.precedence.low <= precedence.high && !associates(top, next, precedence)) {
        const at = c.placeOf(top.token);
        c.diagnostics.push(precedenceConflict(c.placeOf(next), top.token.text, next.text, at));
      }
    }
    pending.pop();
    const { token, left } = top;
    const span = { start: left?.span.start ?? token.start, end: result.span.end };
    result =
      left === undefined
        ? { kind: "Prefix", id: c.id(), span, op: token.text, arg: result }
        : { kind: "Infix", id: c.id(), span, op: token.text, left, right: result };
  }
  return result;
}

/** `[x]` and `.f` after an operand. */
function parseSelectors(c: Cursor, start: Expr): Expr {
  let result = start;
  for (;;) {
    const open = c.raw();
    if (c.accept("[")) {
      const args = parseExprList(c);
      c.close("]", open);
      result = { kind: "Index", ...c.base(start.span.start), fn: result, args };
    } else if (c.accept(".")) {
      const name = c.name("a field name");
      result = { kind: "Field", ...c.base(start.span.start), record: result, name };
    } else return result;
  }
}

const bulletHint = "bulleted lists are written with `/\\` and `\\/`";

function parsePrimary(c: Cursor): Expr {
  const token = c.raw();
  const { start } = token;
  switch (c.type()) {
    case "id":
      if (c.raw(1).type === "==" && c.startsLine()) {
        return c.unexpected("an expression", "the definition before this one is incomplete");
      }
      return parseApply(c, true);
    case "step":
      return parseApply(c, true);
    case "number":
      c.take();
      return { kind: "Number", ...c.base(start), text: token.text };
    case "string":
      c.take();
      return { kind: "String", ...c.base(start), value: resolveEscapes(token.text.slice(1, -1)) };
    case "@":
      c.take();
      return { kind: "At", ...c.base(start) };
    case "(": {
      c.take();
      const body = parseExpr(c);
      c.close(")", token);
      return { kind: "Paren", ...c.base(start), body };
    }
    case "[":
      return parseBracket(c);
    case "{":
      return parseBrace(c);
    case "<<":
      return parseAngle(c);
    case "\\A":
    case "\\E":
    case "\\AA":
    case "\\EE":
      return parseQuantifier(c);
    case "/\\":
    case "\\/":
      if (/^[a-z]/.test(token.text.slice(1))) return c.unexpected("an expression", bulletHint);
      return parseJunction(c);
    case "WF_":
    case "SF_":
      return parseFairness(c);
    default:
      return parseWordForm(c);
  }
}

function parseWordForm(c: Cursor): Expr {
  const { start } = c.raw();
  switch (c.type()) {
    case "IF": {
      c.take();
      const test = parseExpr(c);
      c.expect("THEN");
      const yes = parseExpr(c);
      c.expect("ELSE", "every IF has an ELSE in TLA+");
      const no = parseExpr(c);
      return { kind: "If", ...c.base(start), test, then: yes, else: no };
    }
    case "CASE":
      return parseCase(c);
    case "LET":
      return parseLet(c);
    case "CHOOSE":
      return parseChoose(c);
    case "LAMBDA":
      return c.unexpected(
        "an expression",
        "LAMBDA can only be an operator's argument or an INSTANCE's substitution",
      );
    default:
      return c.unexpected("an expression");
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["t", "\t"],
  ["n", "\n"],
  ["f", "\f"],
  ["r", "\r"],
]);

function resolveEscapes(text: string): string {
  return text.includes("\\") ? text.replace(/\\(.)/g, (_, e: string) => escapes.get(e) ?? e) : text;
}

/** Selectors of a subexpression, as in `Op!1!<<`, and operators of an instance, as in `M!+(a, b)`. */
function isPathName(type: string): boolean {
  return ["id", "number", "<<", ">>", "@", ":"].includes(type) || isOperator(type);
}

function isOperator(type: string): boolean {
  return infixOp(type) !== undefined || prefixOp(type) !== undefined || postfixOp(type) !== undefined;
}

function parseArgs(c: Cursor): readonly Expr[] {
  const open = c.raw();
  c.take();
  const args = [parseArgument(c)];
  while (c.accept(",")) args.push(parseArgument(c));
  c.close(")", open);
  return args;
}

/** A name with arguments or a path; `withArgs` is off in subscripts, where `(` belongs to what follows. */
export function parseApply(c: Cursor, withArgs: boolean): Apply | Label {
  const { start } = c.raw();
  const path: { readonly name: string; readonly args: readonly Expr[] }[] = [];
  let name = c.take().text;
  let args = withArgs && c.is("(") ? parseArgs(c) : [];
  while (c.is("!")) {
    c.take();
    path.push({ name, args });
    if (c.is("(")) {
      name = "";
      args = parseArgs(c);
      continue;
    }
    const operand = isOperator(c.type()) && !["(", ",", ")"].includes(c.raw(1).type);
    if (!isPathName(c.type()) || operand) {
      c.unexpected("a name after `!`", c.is("=") ? "not equal is written `#` or `/=`" : undefined);
    }
    name = c.take().text;
    args = withArgs && c.is("(") ? parseArgs(c) : [];
  }
  const apply: Apply = { kind: "Apply", ...c.base(start), path, name, args };
  if (!c.is("::") || path.length > 0) return apply;
  return parseLabel(c, apply);
}

function parseLabel(c: Cursor, head: Apply): Label {
  const params = head.args.flatMap((arg): Name[] =>
    arg.kind === "Apply" && arg.args.length === 0 && arg.path.length === 0
      ? [{ kind: "Name", id: arg.id, span: arg.span, text: arg.name }]
      : [],
  );
  if (params.length !== head.args.length) c.unexpected("an operator", "a label takes bound names only");
  const { start } = head.span;
  const name: Name = {
    kind: "Name",
    id: head.id,
    span: { start, end: start + head.name.length },
    text: head.name,
  };
  c.take();
  const body = parseExpr(c);
  return { kind: "Label", ...c.base(start), name, params, body };
}

/** An argument or the right side of a substitution: an expression, LAMBDA, or an operator by itself. */
export function parseArgument(c: Cursor): Expr {
  const token = c.raw();
  if (isOperator(c.type()) && isArgumentEnd(c.raw(1))) {
    c.take();
    const ref: OperatorRef = { kind: "OperatorRef", ...c.base(token.start), op: token.text };
    return ref;
  }
  return c.is("LAMBDA") ? parseLambda(c) : parseExpr(c);
}

const unitKeywords = new Set(
  (
    "EXTENDS CONSTANT CONSTANTS VARIABLE VARIABLES ASSUME ASSUMPTION AXIOM THEOREM LEMMA PROPOSITION COROLLARY " +
    "RECURSIVE INSTANCE LOCAL USE HIDE separator end eof"
  ).split(" "),
);

/** Keywords and lines that only a unit starts with. */
export function isUnitKeyword(type: string): boolean {
  return unitKeywords.has(type);
}

function isArgumentEnd(token: Token): boolean {
  return token.type === "," || token.type === ")" || token.type === "IN" || isUnitKeyword(token.type);
}

function parseLambda(c: Cursor): Lambda {
  const { start } = c.take();
  const params = [c.name("a parameter")];
  while (c.accept(",")) params.push(c.name("a parameter"));
  c.expect(":");
  const body = parseExpr(c);
  return { kind: "Lambda", ...c.base(start), params, body };
}

function parseQuantifier(c: Cursor): Expr {
  const { start, type } = c.take();
  const op = type === "\\A" || type === "\\E" || type === "\\AA" ? type : "\\EE";
  const bounds = parseBounds(c);
  c.expect(":");
  const body = parseExpr(c);
  return { kind: "Quantifier", ...c.base(start), op, bounds, body };
}

function parseChoose(c: Cursor): Expr {
  const { start } = c.take();
  const bounds = parseBounds(c);
  const bound: Bound | undefined = bounds[0];
  if (bound === undefined || bounds.length > 1 || (bound.names.length > 1 && !bound.tuple)) {
    return c.unexpected("one bound name", "CHOOSE binds one name or one tuple of names");
  }
  c.expect(":");
  const body = parseExpr(c);
  return { kind: "Choose", ...c.base(start), bound, body };
}

function parseCase(c: Cursor): Case {
  const { start } = c.take();
  const arms: CaseArm[] = [];
  do {
    const armStart = c.raw().start;
    const test = c.accept("OTHER") ? undefined : parseExpr(c);
    c.expect("->", c.is("|->") ? "did you mean `->`?" : undefined);
    const value = parseExpr(c);
    arms.push({ kind: "CaseArm", ...c.base(armStart), test, value });
  } while (arms.at(-1)?.test !== undefined && c.accept("[]"));
  return { kind: "Case", ...c.base(start), arms };
}

function parseLet(c: Cursor): Let {
  const { start } = c.take();
  const units = parseLetUnits(c);
  c.expect("IN");
  const body = parseExpr(c);
  return { kind: "Let", ...c.base(start), units, body };
}

function parseFairness(c: Cursor): Expr {
  const token = c.take();
  const subscript = parseSubscript(c, false);
  const open = c.expect("(", "write the action in parentheses");
  const action = parseExpr(c);
  c.close(")", open);
  const op = token.type === "WF_" ? "WF" : "SF";
  return { kind: "Fairness", ...c.base(token.start), op, subscript, action };
}

/**
 * What stands after `]_`, `>>_`, `WF_`, `SF_`: a name (with arguments only if `withArgs`), a tuple, a
 * parenthesised or
 * another bracketed expression.
 */
export function parseSubscript(c: Cursor, withArgs: boolean): Expr {
  return c.is("id") ? parseApply(c, withArgs) : parsePrimary(c);
}

/**
 * A list of bullets in one column. The items are parsed with the column as limit; the list is one operand.
 */
function parseJunction(c: Cursor): Junction {
  const first = c.raw();
  const outer = c.bullet;
  const items: Expr[] = [];
  let token = first;
  do {
    c.take();
    const next = c.raw();
    if (next.column === first.column && next.type === first.type) {
      throw new SyntaxFault(duplicateBullet(c.placeOf(token), token.text));
    }
    c.bullet = first.column;
    items.push(parseExpr(c));
    c.bullet = outer;
    token = c.raw();
  } while (token.column === first.column && token.type === first.type && token.text === first.text);
  return { kind: "Junction", ...c.base(first.start), op: first.type === "/\\" ? "/\\" : "\\/", items };
}
