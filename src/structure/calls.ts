/** Calls of operators, as syntax. */
import type { Apply, Expr, Unit } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";

export function isOperatorValue(e: Expr): boolean {
  return e.kind === "Lambda" || e.kind === "OperatorRef";
}

/** A LET definition that is only another name for a field of something: better read in place. */
export function isPath(unit: Extract<Unit, { kind: "Definition" | "FunctionDefinition" }>): boolean {
  if (unit.kind !== "Definition" || unit.params.length > 0) return false;
  let at: Expr = unit.body;
  while (at.kind === "Field" || at.kind === "Paren") at = at.kind === "Field" ? at.record : at.body;
  return at.kind === "Apply" && at.args.length === 0 && at.path.length === 0;
}

/** The operands of whatever refers to an operator. */
export function argsOf(node: Expr): readonly Expr[] {
  switch (node.kind) {
    case "Apply":
      return node.args;
    case "Infix":
      return [node.left, node.right];
    case "Prefix":
    case "Postfix":
      return [node.arg];
    default:
      return [];
  }
}

export function symbolApplied(op: string, args: readonly Expr[], node: Apply): Expr {
  const { id, span } = node;
  const [left, right] = args;
  if (left === undefined) return node;
  if (right !== undefined) return { kind: "Infix", id, span, op, left, right };
  const postfix = op === "'" || op.startsWith("^");
  return {
    kind: postfix ? "Postfix" : "Prefix",
    id,
    span,
    op: canonicalOp(op) === "-." ? "-" : op,
    arg: left,
  };
}
