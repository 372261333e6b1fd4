/**
 * Where TLA+ needs parentheses: precedence ranges that overlap, and constructs that reach as far right as they can.
 * All answers are about printed text without `Paren` nodes, whatever its layout.
 */
import type { Expr, Junction } from "./ast.js";
import { canonicalOp, infixOp, prefixOp } from "./operators.js";

/** Whether `left op …` needs parentheses around `left`. */
export function leftNeedsParens(left: Expr, op: string): boolean {
  if (reachesRight(left)) return true;
  if (left.kind === "Infix") return !bindsTighter(left.op, op) && !isChain(left.op, op);
  if (left.kind === "Prefix") return (prefixOp(left.op)?.low ?? 0) <= (infixOp(op)?.high ?? 99);
  return false;
}

/** Whether `… op right` needs parentheses around `right`. */
export function rightNeedsParens(right: Expr, op: string): boolean {
  switch (right.kind) {
    case "Infix":
    case "Junction":
      return !bindsTighter(right.op, op);
    case "Prefix":
      return (prefixOp(right.op)?.low ?? 0) <= (infixOp(op)?.high ?? 99);
    case "Lambda":
    case "Label":
      return true;
    default:
      return false;
  }
}

/** Whether the operand of the prefix operator `op` needs parentheses; more than the grammar asks for, for the reader. */
export function prefixArgNeedsParens(arg: Expr, op: string): boolean {
  switch (arg.kind) {
    case "Prefix":
      return op === "-" || arg.op === "-" || (infixLike(op) && infixLike(arg.op));
    case "Quantifier":
      return infixLike(op);
    case "ActionSub":
    case "Fairness":
      return false;
    case "Postfix":
      return (prefixOp(op)?.high ?? 99) >= 15;
    default:
      return !isPrimary(arg);
  }
}

/** Prefix operators that make values rather than formulas. */
function infixLike(op: string): boolean {
  return op === "-" || op === "DOMAIN" || op === "SUBSET" || op === "UNION";
}

/** Whether `e'`, `e[i]` and `e.f` can be written without parentheses around `e`. */
export function isPrimary(e: Expr): boolean {
  switch (e.kind) {
    case "Apply":
    case "Number":
    case "String":
    case "Paren":
    case "Tuple":
    case "Set":
    case "SetFilter":
    case "SetMap":
    case "Function":
    case "FunctionSet":
    case "Index":
    case "Record":
    case "RecordSet":
    case "Field":
    case "Except":
    case "At":
      return true;
    default:
      return false;
  }
}

/** Whether the text of `e` ends in something that would swallow an operator written after it. */
export function reachesRight(e: Expr): boolean {
  switch (e.kind) {
    case "Quantifier":
    case "Choose":
    case "If":
    case "Case":
    case "Let":
    case "Lambda":
    case "Label":
    case "Junction":
      return true;
    case "Infix":
      return !rightNeedsParens(e.right, e.op) && reachesRight(e.right);
    case "Prefix":
      return !prefixArgNeedsParens(e.arg, e.op) && reachesRight(e.arg);
    default:
      return false;
  }
}

/** Whether the text of `e` ends in a CASE, which would swallow a `[]` or `->` written after it. */
export function endsInCase(e: Expr): boolean {
  switch (e.kind) {
    case "Case":
      return true;
    case "Quantifier":
    case "Choose":
    case "Let":
    case "Lambda":
    case "Label":
      return endsInCase(e.body);
    case "If":
      return endsInCase(e.else);
    case "Infix":
      return endsInCase(e.right);
    case "Prefix":
      return endsInCase(e.arg);
    case "Junction": {
      const last = e.items.at(-1);
      return last !== undefined && endsInCase(last);
    }
    default:
      return false;
  }
}

/** Whether `e` starts like a bound (`x \in S …`), which brackets would take for one. */
export function startsLikeBound(e: Expr): boolean {
  for (let at = e; at.kind === "Infix"; at = at.left) if (canonicalOp(at.op) === "\\in") return true;
  return e.kind === "Junction" && e.items[0] !== undefined && startsLikeBound(e.items[0]);
}

/** Whether operands of `parent` built with `child` need no parentheses on either side. */
function bindsTighter(child: string, parent: string): boolean {
  const inner = infixOp(child);
  const outer = infixOp(parent);
  return inner !== undefined && outer !== undefined && inner.low > outer.high;
}

/** Whether `a child b parent c` is a chain of one left-associative operator. */
export function isChain(child: string, parent: string): boolean {
  return canonicalOp(child) === canonicalOp(parent) && infixOp(parent)?.assoc === "left";
}

/** Whether an item of a list printed on one line, between the list's operators, needs parentheses. */
export function inlineItemNeedsParens(list: Junction, at: number): boolean {
  const item = list.items[at]!;
  if (list.items.length === 1) return false;
  if (at === 0) return leftNeedsParens(item, list.op);
  return rightNeedsParens(item, list.op) || (at < list.items.length - 1 && reachesRight(item));
}
