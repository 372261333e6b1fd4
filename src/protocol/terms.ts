/** Small questions about expressions that reading a protocol asks again and again. */
import type { Apply, Bound, Definition, Expr, Node } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { children, freeNames, mapChildren, mapExpr, substitute } from "../tla/visit.js";

export function stripParens(e: Expr): Expr {
  if (e.kind === "Paren" || e.kind === "Label") return stripParens(e.body);
  return e;
}

/** The name that a name-like expression is (`x`, not `F(x)` and not `M!x`). */
export function nameOf(e: Expr): string | undefined {
  const bare = stripParens(e);
  return bare.kind === "Apply" && bare.args.length === 0 && bare.path.length === 0 ? bare.name : undefined;
}

/** The conjuncts of `a /\ b /\ …`, bulleted or not, through parentheses. */
export function conjunctsOf(e: Expr): readonly Expr[] {
  const bare = stripParens(e);
  if (bare.kind === "Junction" && bare.op === "/\\") return bare.items.flatMap(conjunctsOf);
  if (bare.kind === "Infix" && canonicalOp(bare.op) === "/\\") {
    return [...conjunctsOf(bare.left), ...conjunctsOf(bare.right)];
  }
  return [bare];
}

/** `a = b` as a pair. */
export function equation(e: Expr): { readonly left: Expr; readonly right: Expr } | undefined {
  const bare = stripParens(e);
  return bare.kind === "Infix" && canonicalOp(bare.op) === "=" ? bare : undefined;
}

/** `x'` for a name x. */
export function primedName(e: Expr): string | undefined {
  const bare = stripParens(e);
  return bare.kind === "Postfix" && bare.op === "'" ? nameOf(bare.arg) : undefined;
}

/** Equal as written, layout and parentheses aside. */
export function sameExpr(a: Expr, b: Expr): boolean {
  return fingerprint(a) === fingerprint(b);
}

const fingerprints = new WeakMap<Expr, string>();

/** A text that two expressions share exactly if they are equal as written, layout and parentheses aside. */
export function fingerprint(e: Expr): string {
  const bare = stripParens(e);
  const known = fingerprints.get(bare);
  if (known !== undefined) return known;
  const text = textOf(bare);
  fingerprints.set(bare, text);
  return text;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "-";
  let node = value as Record<string, unknown>;
  while (node.kind === "Paren" || node.kind === "Label") node = node.body as Record<string, unknown>;
  const parts: string[] = [];
  for (const key of Object.keys(node).sort()) {
    if (key === "id" || key === "span" || node[key] === undefined) continue;
    const shown = key === "op" ? JSON.stringify(canonicalOp(String(node[key]))) : textOf(node[key]);
    parts.push(`${key}:${shown}`);
  }
  return `{${parts.join(",")}}`;
}

/** All names that occur anywhere in a node: bound, free, defined. */
export function allNames(node: Node, into: Set<string> = new Set()): Set<string> {
  if (node.kind === "Name") into.add(node.text);
  if (node.kind === "Apply") into.add(node.name);
  for (const child of children(node)) allNames(child, into);
  return into;
}

export function freshName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let k = 2; ; k++) if (!taken.has(`${wanted}${k}`)) return `${wanted}${k}`;
}

/** Does `e` mention one of these names free? */
export function mentions(e: Expr, names: ReadonlySet<string>): boolean {
  for (const name of freeNames(e)) if (names.has(name)) return true;
  return false;
}

/** `x \in S, y \in T` one name at a time. Undefined for a tuple or an unbounded name. */
export function singleBounds(
  bounds: readonly Bound[],
): { name: string; domain: Expr; at: Bound }[] | undefined {
  const out: { name: string; domain: Expr; at: Bound }[] = [];
  for (const at of bounds) {
    if (at.tuple || at.domain === undefined) return undefined;
    for (const name of at.names) out.push({ name: name.text, domain: at.domain, at });
  }
  return out;
}

/** The body of `definition` with its parameters replaced. */
export function inlineCall(definition: Definition, call: Apply): Expr {
  const map = new Map<string, Expr>();
  definition.params.forEach((param, k) => {
    const arg = call.args[k];
    if (arg !== undefined) map.set(param.name.text, arg);
  });
  return map.size === 0 ? definition.body : substitute(definition.body, map);
}

/** Bound variables called like something in `avoid` are renamed, so that no name there is shadowed. */
export function renameBound(e: Expr, avoid: ReadonlySet<string>): Expr {
  const taken = new Set([...avoid, ...allNames(e)]);
  return mapExpr(e, (node) => renameHere(node, avoid, taken));
}

function renameHere(node: Expr, avoid: ReadonlySet<string>, taken: Set<string>): Expr {
  switch (node.kind) {
    case "Quantifier":
    case "SetMap":
    case "Function": {
      const map = clashing(node.bounds, avoid, taken);
      if (map.size === 0) return node;
      return { ...node, bounds: node.bounds.map((b) => renameIn(b, map)), body: substitute(node.body, map) };
    }
    case "SetFilter":
    case "Choose": {
      const map = clashing([node.bound], avoid, taken);
      if (map.size === 0) return node;
      return { ...node, bound: renameIn(node.bound, map), body: substitute(node.body, map) };
    }
    default:
      return node;
  }
}

function clashing(
  bounds: readonly Bound[],
  avoid: ReadonlySet<string>,
  taken: Set<string>,
): Map<string, Expr> {
  const map = new Map<string, Expr>();
  for (const b of bounds) {
    for (const name of b.names) {
      if (!avoid.has(name.text)) continue;
      const fresh = freshName(name.text, taken);
      taken.add(fresh);
      map.set(name.text, { kind: "Apply", id: name.id, span: name.span, path: [], name: fresh, args: [] });
    }
  }
  return map;
}

function renameIn(bound: Bound, map: ReadonlyMap<string, Expr>): Bound {
  return {
    ...bound,
    names: bound.names.map((n) => {
      const to = map.get(n.text);
      return to?.kind === "Apply" ? { ...n, text: to.name } : n;
    }),
  };
}

/** `@` of the outermost EXCEPT (those of inner ones are theirs) becomes `by`. */
export function replaceAt(e: Expr, by: Expr): Expr {
  if (e.kind === "At") return by;
  if (e.kind === "Except") {
    const updates = e.updates.map((u) => ({
      ...u,
      path: u.path.map((step) =>
        step.kind === "PathIndex" ? { ...step, args: step.args.map((a) => replaceAt(a, by)) } : step,
      ),
    }));
    return { ...e, base: replaceAt(e.base, by), updates };
  }
  return mapChildren(e, (child) => replaceAt(child, by));
}
