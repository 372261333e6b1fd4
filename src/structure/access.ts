/** Which variables an expression reads, with the index path: `log[i]`, `state[i].term`, or the whole of it. */
import type { Expr, Node } from "../tla/ast.js";
import { children } from "../tla/visit.js";
import { bare, isPrime, nameOf, show } from "./terms.js";

export interface Read {
  readonly variable: string;
  /** `[i].term`, or `""` for the whole. */
  readonly path: string;
  readonly indices: readonly Expr[];
  readonly at: Expr;
}

/** `own`: the variable whose new value this is; the base of its EXCEPT is no read. */
export function readsOf(e: Node, variables: ReadonlySet<string>, own?: string): readonly Read[] {
  const out: Read[] = [];
  visit(e, variables, own, out, undefined);
  return out;
}

interface Chain {
  readonly variable: string;
  readonly path: string;
  readonly indices: readonly Expr[];
}

function chainOf(e: Expr, variables: ReadonlySet<string>): Chain | undefined {
  const b = bare(e);
  const variable = nameOf(b);
  if (variable !== undefined)
    return variables.has(variable) ? { variable, path: "", indices: [] } : undefined;
  if (b.kind === "Index") {
    const below = chainOf(b.fn, variables);
    if (below === undefined) return undefined;
    const path = `${below.path}[${b.args.map(show).join(", ")}]`;
    return { ...below, path, indices: [...below.indices, ...b.args] };
  }
  if (b.kind === "Field") {
    const below = chainOf(b.record, variables);
    return below === undefined ? undefined : { ...below, path: `${below.path}.${b.name.text}` };
  }
  return undefined;
}

function visit(
  n: Node,
  variables: ReadonlySet<string>,
  own: string | undefined,
  out: Read[],
  at: Chain | undefined,
): void {
  if (isPrime(n)) return;
  if (n.kind === "At") {
    if (at !== undefined) out.push({ ...at, at: n });
    return;
  }
  if (n.kind === "Index" || n.kind === "Field" || n.kind === "Apply") {
    const chain = chainOf(n, variables);
    if (chain !== undefined) {
      out.push({ ...chain, at: n });
      for (const i of chain.indices) visit(i, variables, own, out, at);
      return;
    }
  }
  if (n.kind === "Except") {
    const base = chainOf(n.base, variables);
    if (base === undefined || base.variable !== own) visit(n.base, variables, own, out, at);
    for (const u of n.updates) {
      let here = base;
      for (const s of u.path) {
        if (s.kind === "PathField") here = here && { ...here, path: `${here.path}.${s.name.text}` };
        else {
          for (const a of s.args) visit(a, variables, own, out, at);
          here = here && {
            ...here,
            path: `${here.path}[${s.args.map(show).join(", ")}]`,
            indices: [...here.indices, ...s.args],
          };
        }
      }
      visit(u.value, variables, own, out, here);
    }
    return;
  }
  for (const c of children(n)) visit(c, variables, own, out, at);
}
