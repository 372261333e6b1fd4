/** Small questions about elaborated expressions. */
import type { Expr, Node } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { prettyExpr } from "../tla/pretty.js";
import { mapChildren, walk } from "../tla/visit.js";

export function bare(e: Expr): Expr {
  let at = e;
  while (at.kind === "Paren" || at.kind === "Label") at = at.body;
  return at;
}

const shown = new WeakMap<Expr, string>();

/** One line of text. */
export function show(e: Expr): string {
  const b = bare(e);
  const known = shown.get(b);
  if (known !== undefined) return known;
  const text = prettyExpr(b, 10_000).replace(/\s*\n\s*/g, " ");
  shown.set(b, text);
  return text;
}

export function nameOf(e: Expr): string | undefined {
  const b = bare(e);
  return b.kind === "Apply" && b.args.length === 0 && b.path.length === 0 ? b.name : undefined;
}

/** The operator of an infix expression in its one spelling, or `""`. */
export function infixOf(e: Expr): string {
  return e.kind === "Infix" ? canonicalOp(e.op) : "";
}

export function isPrime(e: Node): e is Extract<Expr, { kind: "Postfix" }> {
  return e.kind === "Postfix" && e.op === "'";
}

/** `x'` for a name x. */
export function primed(e: Expr): string | undefined {
  const b = bare(e);
  return isPrime(b) ? nameOf(b.arg) : undefined;
}

export function conjuncts(e: Expr): readonly Expr[] {
  const b = bare(e);
  if (b.kind === "Junction" && b.op === "/\\") return b.items.flatMap(conjuncts);
  if (b.kind === "Infix" && canonicalOp(b.op) === "/\\") return [...conjuncts(b.left), ...conjuncts(b.right)];
  return [b];
}

export function disjuncts(e: Expr): readonly Expr[] {
  const b = bare(e);
  if (b.kind === "Junction" && b.op === "\\/") return b.items.flatMap(disjuncts);
  if (b.kind === "Infix" && canonicalOp(b.op) === "\\/") return [...disjuncts(b.left), ...disjuncts(b.right)];
  return [b];
}

/** Whether the expression speaks of the next state. */
export function speaksOfNext(e: Expr): boolean {
  let found = false;
  walk(e, (n) => {
    if (isPrime(n) || (n.kind === "Prefix" && n.op === "UNCHANGED")) found = true;
    // What ENABLED asks for is about this state.
    return !found && !(n.kind === "Prefix" && n.op === "ENABLED");
  });
  return found;
}

/** The names among `wanted` that occur, primed ones apart. */
export function mentioned(e: Node, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  walk(e, (n) => {
    if (n.kind === "Apply" && n.path.length === 0 && wanted.has(n.name)) found.add(n.name);
  });
  return found;
}

/** Equal as written, layout and parentheses aside. */
export function same(a: Expr, b: Expr): boolean {
  return alike(bare(a), bare(b));
}

function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, k) => alike(x, b[k]));
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [x, y] = [inner(a), inner(b)];
  if (x.kind !== y.kind || (x.name === undefined) !== (y.name === undefined)) return false;
  for (const key of Object.keys(x)) {
    if (key === "id" || key === "span") continue;
    if (key === "op" && canonicalOp(String(x[key])) === canonicalOp(String(y[key]))) continue;
    if (!alike(x[key], y[key])) return false;
  }
  return true;
}

/** What stands in parentheses. */
function inner(node: object): Readonly<Record<string, unknown>> {
  let at = node as Readonly<Record<string, unknown>>;
  while (at.kind === "Paren" || at.kind === "Label") at = at.body as Readonly<Record<string, unknown>>;
  return at;
}

/** `@` of this EXCEPT (those inside inner values are theirs) replaced. */
export function replaceAt(e: Expr, by: Expr): Expr {
  if (e.kind === "At") return by;
  if (e.kind === "Except") {
    const updates = e.updates.map((u) => ({
      ...u,
      path: u.path.map((s) =>
        s.kind === "PathIndex" ? { ...s, args: s.args.map((a) => replaceAt(a, by)) } : s,
      ),
    }));
    return { ...e, base: replaceAt(e.base, by), updates };
  }
  return mapChildren(e, (c) => replaceAt(c, by));
}
