/** Subexpressions named by position: `Op!1!<<`. */
import type { Expr, Node } from "../tla/ast.js";
import { children } from "../tla/visit.js";

/** The operands that numbers count, in order. */
export function operands(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case "Prefix":
    case "Postfix":
      return [e.arg];
    case "Infix":
      return [e.left, e.right];
    case "Junction":
    case "Tuple":
    case "Set":
      return e.items;
    case "Apply":
      return e.args;
    case "If":
      return [e.test, e.then, e.else];
    case "FunctionSet":
      return [e.domain, e.range];
    case "Index":
      return [e.fn, ...e.args];
    case "Record":
    case "RecordSet":
      return e.fields.map((f) => f.value);
    case "Field":
      return [e.record];
    case "ActionSub":
      return [e.action, e.subscript];
    case "Fairness":
      return [e.subscript, e.action];
    case "Quantifier":
    case "Function":
    case "SetMap":
      return e.bounds.flatMap((b) => b.domain ?? []);
    case "Choose":
    case "SetFilter":
      return e.bound.domain === undefined ? [] : [e.bound.domain];
    default:
      return [];
  }
}

/** What `@` and `(a, b)` lead to: the body under the names bound. */
function bodyOf(e: Expr): Expr | undefined {
  return "body" in e ? e.body : undefined;
}

function labelled(e: Expr, name: string): Expr | undefined {
  const pending: Expr[] = [e];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "Label" && next.name.text === name) return next.body;
    for (const child of children(next)) if (isExpr(child)) pending.push(child);
  }
  return undefined;
}

/** Whether a node has a value, and is no part of a declaration. */
export const isExpr = (node: Node): node is Expr =>
  !["Name", "Param", "Bound", "Definition", "FunctionDefinition", "Instance", "Recursive"].includes(
    node.kind,
  );

/** The subexpression that selectors lead to; undefined where this does not follow them. */
export function selectSubexpression(body: Expr, selectors: readonly string[]): Expr | undefined {
  let at: Expr | undefined = body;
  for (const selector of selectors) {
    while (at?.kind === "Paren" || (at?.kind === "Label" && at !== body)) at = at.body;
    if (at === undefined) return undefined;
    const parts: readonly Expr[] = operands(at);
    if (/^[0-9]+$/.test(selector)) at = parts[Number(selector) - 1];
    else if (selector === "<<") at = parts[0];
    else if (selector === ">>") at = parts.at(-1);
    else if (selector === "@" || selector === "") at = bodyOf(at);
    else if (selector !== ":") at = labelled(at, selector);
  }
  return at;
}
