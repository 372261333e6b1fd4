/** Subexpressions named by position or label (`Op!1!<<`, `Op!body(3)`): where they stand, and what is bound on the way. */
import { isExpr, operands } from "../../resolve/selectors.js";
import type { Bound, Expr, Let, Name, Node, PathPart } from "../../tla/ast.js";
import { children } from "../../tla/visit.js";

/** What stands around a subexpression: definitions that it may use, and names that the selectors give values for. */
export type Around =
  | { readonly kind: "let"; readonly let: Let }
  | { readonly kind: "bound"; readonly name: Name; readonly value: Expr };

export interface Selection {
  readonly expr: Expr;
  /** Outermost first. */
  readonly around: readonly Around[];
}

/** What selectors lead to; undefined where this does not follow them. */
export function select(body: Expr, parts: readonly PathPart[]): Selection | undefined {
  let at: Selection = { expr: body, around: [] };
  for (const part of parts) {
    const next = step(through(at), part);
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}

/** Parentheses and labels are passed; LET is passed to its body, whose parts are those of the whole. */
function through({ expr, around }: Selection): Selection {
  if (expr.kind === "Paren" || expr.kind === "Label") return through({ expr: expr.body, around });
  if (expr.kind !== "Let") return { expr, around };
  return through({ expr: expr.body, around: [...around, { kind: "let", let: expr }] });
}

function step(at: Selection, part: PathPart): Selection | undefined {
  const { expr, around } = at;
  const parts = operands(expr);
  const operand = (i: number): Selection | undefined => {
    const found = parts.at(i);
    return found === undefined ? undefined : { expr: found, around };
  };
  if (part.name === ":") return at;
  if (part.name === "<<") return operand(0);
  if (part.name === ">>") return operand(-1);
  if (/^[0-9]+$/.test(part.name)) return operand(Number(part.name) - 1);
  if (part.name === "") return instantiated(at, part.args);
  return part.name === "@" ? undefined : labelled(at, part);
}

/** `Op!(a, b)`: the body with values for the names bound. */
function instantiated({ expr, around }: Selection, values: readonly Expr[]): Selection | undefined {
  if (!("body" in expr)) return undefined;
  const names = boundNames(expr);
  if (names.length !== values.length) return undefined;
  return { expr: expr.body, around: [...around, ...given(names, values)] };
}

function given(names: readonly Name[], values: readonly Expr[]): readonly Around[] {
  return names.flatMap((name, i): readonly Around[] => {
    const value = values[i];
    return value === undefined ? [] : [{ kind: "bound", name, value }];
  });
}

/** The names that an expression binds for its body. */
function boundNames(e: Expr): readonly Name[] {
  const of = (bounds: readonly Bound[]): readonly Name[] => bounds.flatMap((b) => b.names);
  switch (e.kind) {
    case "Quantifier":
    case "Function":
    case "SetMap":
      return of(e.bounds);
    case "Choose":
    case "SetFilter":
      return of([e.bound]);
    default:
      return [];
  }
}

/** The expression with a label, and everything between. Inside another label nothing is found. */
function labelled(from: Selection, part: PathPart): Selection | undefined {
  const find = (node: Node, around: readonly Around[], names: readonly Name[]): Selection | undefined => {
    if (node.kind === "Label") {
      if (node.name.text !== part.name) return undefined;
      const chosen = node.params.map((p) => names.findLast((n) => n.text === p.text) ?? p);
      return { expr: node.body, around: [...around, ...given(chosen, part.args)] };
    }
    const inner: readonly Around[] = node.kind === "Let" ? [...around, { kind: "let", let: node }] : around;
    const bound = isExpr(node) ? [...names, ...boundNames(node)] : names;
    for (const child of children(node)) {
      const found = find(child, inner, bound);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(from.expr, from.around, []);
}
