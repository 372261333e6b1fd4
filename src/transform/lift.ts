/**
 * Invariants and goals of the specification, carried over: their text stays, the variables that they mention become
 * views of the slices, and where they range over all nodes they range over the correct ones. Sets of nodes that are
 * built from the node set (quorums) stay as they are: a liar may be a member of one.
 */

import type { ModuleTable } from "../protocol/table.js";
import { nameOf } from "../protocol/terms.js";
import type { Definition, Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { mapExpr, walk } from "../tla/visit.js";

/** The definitions called `names`, preceded by those that they use and that speak of the state. */
export function liftedUnits(
  table: ModuleTable,
  names: readonly string[],
  pure: ReadonlySet<string>,
): readonly Definition[] {
  const out: Definition[] = [];
  const seen = new Set<string>();
  const need = (name: string): void => {
    const definition = table.definitions.get(name);
    if (definition === undefined || seen.has(name) || pure.has(name)) return;
    seen.add(name);
    walk(definition.body, (node) => {
      if (node.kind === "Apply") need(node.name);
      if (node.kind === "Infix" || node.kind === "Prefix" || node.kind === "Postfix") need(node.op);
    });
    out.push(definition);
  };
  for (const name of names) need(name);
  return out;
}

/** `\A i \in Nodes : …` and `\E i \in Nodes : …` over the correct nodes only. */
export function overCorrect(units: readonly Unit[], nodeSet: string, correct: string): readonly Unit[] {
  const change = (e: Expr): Expr => {
    if (e.kind !== "Quantifier") return e;
    const bounds = e.bounds.map((x) =>
      x.domain !== undefined && nameOf(x.domain) === nodeSet ? { ...x, domain: b.apply(correct) } : x,
    );
    return { ...e, bounds };
  };
  return units.map((u) => (u.kind === "Definition" ? { ...u, body: mapExpr(u.body, change) } : u));
}
