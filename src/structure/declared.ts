/** Constants, assumptions, and what definitions claim of variables (`x \in S`: type invariants). */
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import type { Elaborator } from "./elaborate.js";
import { conjuncts, infixOf, mentioned, nameOf, show } from "./terms.js";
import type { AssumptionFact, ConstantFact } from "./types.js";

export function constantsOf(el: Elaborator): {
  readonly constants: readonly ConstantFact[];
  readonly assumptions: readonly AssumptionFact[];
} {
  const { root, modules } = el.spec;
  const constants = root.constants.map((c): ConstantFact => {
    const parsed = c.module?.parsed ?? root.parsed;
    return { name: c.name, arity: c.params.length, place: el.place(c.node, { ...el.rootEnv, parsed }) };
  });
  const names = new Set(constants.map((c) => c.name));
  const assumptions: AssumptionFact[] = [];
  for (const m of modules.values()) {
    if (m.origin === "library") continue;
    for (const unit of m.module.units) {
      if (unit.kind !== "Assume") continue;
      const env = { ...el.rootEnv, parsed: m.parsed };
      const found = [...mentioned(unit.body, names)];
      const { start, end } = unit.body.span;
      const text = m.parsed.source.slice(start, end).replace(/\s+/g, " ");
      assumptions.push({ text, constants: found, place: el.place(unit, env) });
    }
  }
  return { constants, assumptions };
}

export interface Claim {
  readonly variable: string;
  readonly set: Expr;
  readonly text: string;
  readonly place: Place;
}

/** Conjuncts `x \in S` of definitions about one state. */
export function claimsOf(el: Elaborator, variables: readonly string[]): readonly Claim[] {
  const known = new Set(variables);
  const out: Claim[] = [];
  for (const { declaration, through } of el.spec.root.names.values()) {
    if (declaration.kind !== "operator" || declaration.params.length > 0 || through.length > 0) continue;
    if (el.spec.level(declaration.node) !== 1 || el.isLibrary(declaration.module)) continue;
    if (declaration.node.kind !== "Definition" || /^init/i.test(declaration.name)) continue;
    const parsed = declaration.module?.parsed ?? el.spec.root.parsed;
    for (const part of conjuncts(declaration.node.body)) {
      if (part.kind !== "Infix" || infixOf(part) !== "\\in") continue;
      const variable = nameOf(part.left);
      if (variable === undefined || !known.has(variable)) continue;
      const env = { ...el.rootEnv, parsed };
      const set = el.elaborate(part.right, env, new Set());
      out.push({ variable, set, text: show(set), place: el.place(part, env) });
    }
  }
  return out;
}
