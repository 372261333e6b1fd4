/** Expressions: operators by precedence, and what stands between them. */
import type { Case, CaseArm, Expr, Junction, Let } from "./ast.js";
import type { Token } from "./lexer.js";
import {
  application,
  type InfixPrecedence,
  infixOp,
  type Precedence,
  postfixOp,
  prefixOp,
} from "./operators.js";
import {
  parseAngle,
  parseBounds,
  parseBrace,
  parseBracket,
  parseChooseBound,
  parseExprList,
  parseNoBounds,
  startsBounds,
} from "./parse-bracket.js";
import type { Cursor } from "./parse-cursor.js";
import { SyntaxFault } from "./parse-cursor.js";
import { duplicateBullet, precedenceConflict, stepOutsideProof } from "./parse-errors.js";
import { isOperator, parseApply, parseLabel, parseOperatorApply } from "./parse-name.js";
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
      c.lastOperator = postfix;
      const span = { start: operand.span.start, end: token.end };
      operand = parseSelectors(c, { kind: "Postfix", id: c.id(), span, op: token.text, arg: operand });
      continue;
    }
    if (type === "::") {
      operand = parseLabel(c, operand, pending.at(-1)?.precedence);
      break;
    }
    const infix = infixOp(type);
    if (infix === undefined) break;
    const left = reduce(c, pending, operand, infix, token);
    c.take();
    c.lastOperator = infix;
    pending.push({ token, precedence: infix, left });
    operand = parseOperand(c, pending);
  }
  c.leave();
  return reduce(c, pending, operand, undefined, undefined);
}

/** Reads prefix operators onto `pending`, then what they are applied to. */
function parseOperand(c: Cursor, pending: Pending[]): Expr {
  for (;;) {
    const precedence = c.is("-.") ? undefined : prefixOp(c.type());
    if (precedence === undefined) return parseSelectors(c, parsePrimary(c));
    checkMinus(c, pending.at(-1));
    pending.push({ token: c.take(), precedence, left: undefined });
    c.lastOperator = precedence;
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

const indexHint = "put an index that starts with `x \\in` in parentheses";

/** `[x]` and `.f` after an operand. */
function parseSelectors(c: Cursor, start: Expr): Expr {
  let result = start;
  for (;;) {
    const open = c.raw();
    if (c.is("[")) {
      if (startsBounds(c, 1)) c.unexpected("an operator", indexHint);
      c.take();
      const args = parseExprList(c);
      c.close("]", open);
      c.lastOperator = application;
      result = { kind: "Index", ...c.base(start.span.start), fn: result, args };
    } else if (c.accept(".")) {
      const name = c.anyName("a field name");
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
      return parseApply(c);
    case "step":
      return parseStepName(c);
    case "number":
      return parseNumber(c);
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
      if (c.raw(1).type === "(" && isOperator(c.type())) return parseOperatorApply(c);
      return parseWordForm(c);
  }
}

/** A number, whose decimal point may stand by itself. */
function parseNumber(c: Cursor): Expr {
  const { start, text } = c.take();
  const fraction = c.raw(1).text;
  if (!c.is(".") || c.raw(1).type !== "number" || text.includes(".")) {
    return { kind: "Number", ...c.base(start), text };
  }
  c.take();
  c.take();
  return { kind: "Number", ...c.base(start), text: `${text}.${fraction}` };
}

/** The name of a proof step, which stands for what the step says. */
function parseStepName(c: Cursor): Expr {
  const { text } = c.raw();
  if (c.proofs.length === 0) throw new SyntaxFault(stepOutsideProof(c.here(), text));
  if (text.startsWith("<+>") || /[>.]$/.test(text)) c.unexpected("an expression");
  return parseApply(c);
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

function parseQuantifier(c: Cursor): Expr {
  const { start, type } = c.take();
  const op = type === "\\A" || type === "\\E" || type === "\\AA" ? type : "\\EE";
  const bounds = op.length === 2 ? parseBounds(c) : parseNoBounds(c);
  c.expect(":");
  const body = parseExpr(c);
  return { kind: "Quantifier", ...c.base(start), op, bounds, body };
}

function parseChoose(c: Cursor): Expr {
  const { start } = c.take();
  const bound = parseChooseBound(c);
  c.expect(":");
  const body = parseExpr(c);
  return { kind: "Choose", ...c.base(start), bound, body };
}

function parseCase(c: Cursor): Case {
  const { start } = c.take();
  const arms: CaseArm[] = [];
  do {
    const armStart = c.raw().start;
    const test = arms.length > 0 && c.accept("OTHER") ? undefined : parseExpr(c);
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
  const op = token.type === "WF_" ? "WF" : "SF";
  const subscript = parseSubscript(c);
  const open = c.raw();
  if (c.accept("(")) {
    const action = parseExpr(c);
    c.close(")", open);
    return { kind: "Fairness", ...c.base(token.start), op, subscript, action };
  }
  // The parentheses of the action have been read as those of the subscript's arguments.
  const action = subscript.kind === "Apply" ? subscript.args[0] : undefined;
  if (subscript.kind !== "Apply" || action === undefined || subscript.args.length > 1) {
    return c.unexpected("`(`", "write the action in parentheses");
  }
  const end = subscript.path.at(-1)?.span.end ?? subscript.span.start;
  const span = {
    start: subscript.span.start,
    end: c.source.indexOf(subscript.name, end) + subscript.name.length,
  };
  return {
    kind: "Fairness",
    ...c.base(token.start),
    op,
    subscript: { ...subscript, span, args: [] },
    action,
  };
}

const subscriptStarts = new Set(["@", "(", "[", "{", "<<"]);

/** What stands after `]_`, `>>_`, `WF_`, `SF_`: a name with arguments, or something in brackets. */
export function parseSubscript(c: Cursor): Expr {
  if (c.is("id")) return parseApply(c);
  if (!subscriptStarts.has(c.type())) c.unexpected("a name or a bracket");
  return parsePrimary(c);
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
