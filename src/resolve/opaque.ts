/**
 * Parameters that an operator looks at in another state than the present one: what is put for them must then be the
 * same *expression*, not only the same value (SANY: the operator is not Leibniz).
 */
import type { Expr, Node } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { children } from "../tla/visit.js";
import type { Declaration, OperatorDeclaration, ResolvedSpec } from "./types.js";

const opaqueOperators = new Set(["'", "[]", "<>", "~>", "-+->", "ENABLED", "UNCHANGED", "\\cdot"]);

/** What is asked of a resolved specification: what names mean, what they declare. */
export type Links = Pick<ResolvedSpec, "reference" | "declaration">;

/** The parameters of a definition, or of LAMBDA, that stand under a prime, ENABLED or a temporal operator. */
export function opaqueParams(
  links: Links,
  given: { readonly body: Expr },
  open: Set<Declaration> = new Set(),
): ReadonlySet<Declaration> {
  const answers = ofBodies.get(links) ?? new WeakMap<Expr, ReadonlySet<Declaration>>();
  ofBodies.set(links, answers);
  const before = answers.get(given.body);
  if (before !== undefined) return before;
  const found = new Set([...opaqueNames(links, given.body, open)].filter((d) => d.kind === "parameter"));
  // Inside a recursion, what is open counted as harmless: that holds for this question only.
  if (open.size === 0) answers.set(given.body, found);
  return found;
}

/** What is known of bodies: each is gone through once, however often its name is used. */
const ofBodies = new WeakMap<Links, WeakMap<Expr, ReadonlySet<Declaration>>>();

/** Everything that an expression names under a prime, ENABLED or a temporal operator. */
export function opaqueNames(
  links: Links,
  body: Node,
  open: Set<Declaration> = new Set(),
): ReadonlySet<Declaration> {
  const out = new Set<Declaration>();
  const visit = (node: Node, under: boolean): void => {
    const to = links.reference(node)?.to;
    if (under && to !== undefined) out.add(to);
    const inner = under || isOpaque(node);
    if (to?.kind === "operator" && node.kind === "Apply") {
      const inside = opaqueArguments(links, to, open);
      for (const [i, arg] of node.args.entries()) visit(arg, inner || inside.has(i));
      return;
    }
    for (const child of children(node)) visit(child, inner);
  };
  visit(body, false);
  return out;
}

function isOpaque(node: Node): boolean {
  switch (node.kind) {
    case "Prefix":
    case "Postfix":
    case "Infix":
      return opaqueOperators.has(canonicalOp(node.op));
    case "ActionSub":
    case "Fairness":
      return true;
    case "Quantifier":
      return node.op === "\\AA" || node.op === "\\EE";
    default:
      return false;
  }
}

/** Which arguments of a definition are looked at so. A recursive use counts as harmless: its other uses decide. */
function opaqueArguments(links: Links, to: OperatorDeclaration, open: Set<Declaration>): ReadonlySet<number> {
  if (to.node.kind !== "Definition" || to.node.params.length === 0 || open.has(to)) return none;
  open.add(to);
  const params = opaqueParams(links, to.node, open);
  open.delete(to);
  const declared = to.node.params.map((p) => links.declaration(p));
  return new Set(declared.flatMap((d, i) => (d !== undefined && params.has(d) ? [i] : [])));
}

const none: ReadonlySet<number> = new Set();
