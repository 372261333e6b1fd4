/** Names with paths and arguments, and what stands where an operator is an argument. */
import type { Apply, Expr, Label, Lambda, Name, OperatorRef, PathPart } from "./ast.js";
import { infixOp, type Precedence, postfixOp, prefixOp } from "./operators.js";
import type { Cursor } from "./parse-cursor.js";
import { labelBindsLess } from "./parse-errors.js";
import { parseExpr } from "./parse-expr.js";
import { isDefinitionStart } from "./parse-unit.js";

/** Selectors of a subexpression, as in `Op!1!<<`, and operators of an instance, as in `M!+(a, b)`. */
function isPathName(type: string): boolean {
  return ["id", "number", "<<", ">>", "@", ":"].includes(type) || isOperator(type);
}

export function isOperator(type: string): boolean {
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

/** A name with arguments or a path. */
export function parseApply(c: Cursor): Apply {
  const { start } = c.raw();
  const path: PathPart[] = [];
  let partStart = start;
  let name = c.take().text;
  let args = c.is("(") ? parseArgs(c) : [];
  while (c.is("!")) {
    path.push({ span: { start: partStart, end: c.end() }, name, args });
    c.take();
    partStart = c.raw().start;
    if (c.is("(")) {
      name = "";
      args = parseArgs(c);
      continue;
    }
    const type = c.type();
    const operand =
      isOperator(type) && !["(", ",", ")", "!"].includes(c.raw(1).type) && !endsExpression(c, 1);
    if (!isPathName(type) || operand) {
      c.unexpected("a name after `!`", c.is("=") ? "not equal is written `#` or `/=`" : undefined);
    }
    if (type === "number" && c.raw().text.includes(".")) c.unexpected("a name after `!`");
    name = c.take().text;
    const takesArgs = !["number", "<<", ">>", "@", ":"].includes(type);
    args = takesArgs && c.is("(") ? parseArgs(c) : [];
  }
  return { kind: "Apply", ...c.base(start), path, name, args };
}

/** Whether no expression goes on with the token `ahead`: a unit, a definition or a proof starts there. */
function endsExpression(c: Cursor, ahead: number): boolean {
  const { type } = c.raw(ahead);
  return isUnitKeyword(type) || proofWords.has(type) || isDefinitionStart(c, ahead);
}

const proofWords = new Set(["step", "BY", "DEF", "DEFS", "PROOF", "OBVIOUS", "OMITTED", "PROVE"]);

/** An operator symbol applied like a name: `+(a, b)`. */
export function parseOperatorApply(c: Cursor): Apply {
  const token = c.raw();
  const from = c.position;
  const arity = infixOp(token.type) !== undefined ? 2 : 1;
  c.take();
  const args = parseArgs(c);
  if (args.length !== arity) {
    c.position = from;
    c.unexpected("an expression");
  }
  return { kind: "Apply", ...c.base(token.start), path: [], name: token.text, args };
}

/**
 * A label with its expression; `head` has been read and `::` follows. The expression reaches as far as it can, which must
 * not change what the operator `before` the label is applied to.
 */
export function parseLabel(c: Cursor, head: Expr, before: Precedence | undefined): Label {
  if (head.kind !== "Apply" || head.path.length > 0) {
    return c.unexpected("an operator", "a label is a name, with bound names as its arguments");
  }
  const params = head.args.flatMap((arg): Name[] =>
    arg.kind === "Apply" && arg.args.length === 0 && arg.path.length === 0
      ? [{ kind: "Name", id: arg.id, span: arg.span, text: arg.name }]
      : [],
  );
  if (params.length !== head.args.length) c.unexpected("an operator", "a label takes bound names only");
  const { start } = head.span;
  const span = { start, end: start + head.name.length };
  const name: Name = { kind: "Name", id: head.id, span, text: head.name };
  const colons = c.here();
  c.take();
  const body = parseExpr(c);
  const isOpen = (body.kind === "Infix" && infixOp(body.op)?.nary !== true) || body.kind === "Postfix";
  if (isOpen && before !== undefined && c.lastOperator !== undefined) {
    if (before.high >= c.lastOperator.low) c.diagnostics.push(labelBindsLess(colons, head.name));
  }
  return { kind: "Label", ...c.base(start), name, params, body };
}

/** An argument or the right side of a substitution: an expression, LAMBDA, or an operator by itself. */
export function parseArgument(c: Cursor): Expr {
  const token = c.raw();
  if (isOperator(c.type()) && isArgumentEnd(c)) {
    c.take();
    const ref: OperatorRef = { kind: "OperatorRef", ...c.base(token.start), op: token.text };
    return ref;
  }
  return c.is("LAMBDA") ? parseLambda(c) : parseExpr(c);
}

const unitKeywords = new Set(
  (
    "EXTENDS CONSTANT CONSTANTS VARIABLE VARIABLES ASSUME ASSUMPTION AXIOM THEOREM LEMMA PROPOSITION COROLLARY " +
    "RECURSIVE INSTANCE LOCAL USE HIDE separator heading end eof"
  ).split(" "),
);

/** Keywords and lines that only a unit starts with. */
export function isUnitKeyword(type: string): boolean {
  return unitKeywords.has(type);
}

/** Whether the token after this one ends an argument, or the substitution that it is in. */
function isArgumentEnd(c: Cursor): boolean {
  const { type } = c.raw(1);
  if (type === "," || type === ")") return true;
  return isUnitKeyword(type) || isDefinitionStart(c, 1);
}

function parseLambda(c: Cursor): Lambda {
  const { start } = c.take();
  const params = [c.name("a parameter")];
  while (c.accept(",")) params.push(c.name("a parameter"));
  c.expect(":");
  const body = parseExpr(c);
  return { kind: "Lambda", ...c.base(start), params, body };
}
