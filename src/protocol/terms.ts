/** Small questions about expressions that reading a protocol asks again and again. */
import type { Apply, Bound, Definition, Expr, Node } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { children, freeNames, mapAll, mapChildren, mapSpine, substitute } from "../tla/visit.js";

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

/**
 * Bound variables called like something in `avoid`, or like one bound around them, are renamed, so that no name is
 * hidden (inlined bodies bring the names of other places).
 */
export function renameBound(e: Expr, avoid: ReadonlySet<string>): Expr {
  return renameHere(e, avoid, new Set([...avoid, ...allNames(e)]));
}

function renameHere(node: Expr, scope: ReadonlySet<string>, taken: Set<string>): Expr {
  const go = (e: Expr): Expr => renameHere(e, scope, taken);
  switch (node.kind) {
    case "Quantifier":
    case "SetMap":
    case "Function": {
      const { bounds, body } = renamed(node.bounds, node.body, scope, taken);
      return bounds === node.bounds && body === node.body ? node : { ...node, bounds, body };
    }
    case "SetFilter":
    case "Choose": {
      const { bounds, body } = renamed([node.bound], node.body, scope, taken);
      const bound = bounds[0] ?? node.bound;
      return bound === node.bound && body === node.body ? node : { ...node, bound, body };
    }
    case "Let":
      return renameLet(node, scope, taken);
    case "Infix":
      return mapSpine(node, go, (infix) => infix);
    default:
      return mapChildren(node, go);
  }
}

/** Definitions of a LET that are called like something around it, or whose parameters are. */
function renameLet(
  node: Extract<Expr, { kind: "Let" }>,
  scope: ReadonlySet<string>,
  taken: Set<string>,
): Expr {
  const map = new Map<string, Expr>();
  const fresh = (text: string): string => {
    const name = freshName(text, taken);
    taken.add(name);
    return name;
  };
  const named = (text: string, at: Node): Apply => {
    const { id, span } = at;
    return { kind: "Apply", id, span, path: [], name: text, args: [] };
  };
  const units = mapAll(node.units, (unit) => {
    if (unit.kind !== "Definition") return unit;
    const own = new Map(
      unit.params.flatMap((p) =>
        scope.has(p.name.text) ? [[p.name.text, named(fresh(p.name.text), p)] as const] : [],
      ),
    );
    const params = mapAll(unit.params, (p) => {
      const to = own.get(p.name.text);
      return to === undefined ? p : { ...p, name: { ...p.name, text: to.name } };
    });
    const put = new Map<string, Expr>([...map, ...own]);
    for (const p of unit.params) if (!own.has(p.name.text)) put.delete(p.name.text);
    const body = put.size === 0 ? unit.body : substitute(unit.body, put);
    const clashes = scope.has(unit.name.text) && unit.params.length === 0;
    const text = clashes ? fresh(unit.name.text) : unit.name.text;
    if (clashes) map.set(unit.name.text, named(text, unit.name));
    if (body === unit.body && params === unit.params && !clashes) return unit;
    return { ...unit, name: { ...unit.name, text }, params, body };
  });
  const body = map.size === 0 ? node.body : substitute(node.body, map);
  const names = units.flatMap((u) =>
    u.kind === "Definition" ? [u.name.text, ...u.params.map((p) => p.name.text)] : [],
  );
  const inner = new Set([...scope, ...names]);
  const same = units === node.units && body === node.body;
  return mapChildren(same ? node : { ...node, units, body }, (e) => renameHere(e, inner, taken));
}

function renamed(
  bounds: readonly Bound[],
  body: Expr,
  scope: ReadonlySet<string>,
  taken: Set<string>,
): { readonly bounds: readonly Bound[]; readonly body: Expr } {
  const map = clashing(bounds, scope, taken);
  const named = mapAll(bounds, (b) => {
    const domain = b.domain === undefined ? undefined : renameHere(b.domain, scope, taken);
    return renameIn(domain === b.domain ? b : { ...b, domain }, map);
  });
  const inner = new Set([...scope, ...named.flatMap((b) => b.names.map((n) => n.text))]);
  return { bounds: named, body: renameHere(map.size === 0 ? body : substitute(body, map), inner, taken) };
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
  if (!bound.names.some((n) => map.has(n.text))) return bound;
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
