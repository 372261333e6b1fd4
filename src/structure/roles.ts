/** Who acts: sets that variables are functions over, and the node whose slice a step changes. */
import type { Expr } from "../tla/ast.js";
import { readsOf } from "./access.js";
import type { Inference } from "./infer.js";
import type { Reading } from "./reading.js";
import type { Shape } from "./shapes.js";
import type { Facts } from "./structure.js";
import { bare, nameOf, show } from "./terms.js";
import type { RoleFact } from "./types.js";

/**
 * Texts of the indices that a step writes at, each a parameter or a field of one; where it writes at none, of the one
 * that it reads at. Of several indices in a row (`state[instance][node]`), the parameter is the node.
 */
export function actorsOf(
  reading: Reading,
  variables: readonly string[],
  inference: Inference,
): readonly string[] {
  const known = new Set(variables);
  const bound = new Set(reading.bounds.flatMap((b) => b.names.map((n) => n.text)));
  const isOwn = (e: Expr): boolean => bound.has(rootName(e) ?? "");
  const written = new Set<string>();
  for (const u of reading.updates) {
    if (!isSlices(inference.variables.get(u.variable))) continue;
    for (const f of u.effects) {
      const index = f.indices.find((i) => bound.has(nameOf(i) ?? "")) ?? f.indices[0];
      if (index !== undefined && f.kind === "set" && isOwn(index)) written.add(show(index));
    }
  }
  if (written.size > 0) return [...written];
  const read = new Set<string>();
  for (const e of [...reading.guards, ...reading.updates.map((u) => u.value)]) {
    for (const r of readsOf(e, known)) {
      const [first] = r.indices;
      if (first === undefined || !isSlices(inference.variables.get(r.variable))) continue;
      if (isOwn(first)) read.add(show(first));
    }
  }
  return read.size === 1 ? [...read] : [];
}

/** Texts of the sets that acting nodes are parameters from. */
export function actingSets(
  seen: readonly { readonly reading: Reading; readonly actors: readonly string[] }[],
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const { reading, actors } of seen) {
    for (const b of reading.bounds) {
      if (b.domain !== undefined && b.names.some((n) => actors.includes(n.text))) out.add(show(b.domain));
    }
  }
  return out;
}

/** Parameters from one of these sets. */
export function parametersFrom(sets: ReadonlySet<string>, reading: Reading): readonly string[] {
  return reading.bounds.flatMap((b) =>
    b.domain !== undefined && sets.has(show(b.domain)) ? b.names.map((n) => n.text) : [],
  );
}

/** The x of `x` and `x.f.g`. */
function rootName(e: Expr): string | undefined {
  const b = bare(e);
  return b.kind === "Field" ? rootName(b.record) : nameOf(b);
}

function isSlices(s: Shape | undefined): boolean {
  return s?.kind === "function" || (s?.kind === "union" && s.of.some(isSlices));
}

export function rolesOf(facts: Facts): readonly RoleFact[] {
  const { inference, el } = facts;
  const networks = new Set(facts.networks.map((n) => n.variable));
  const found = new Map<string, { name: string; position: number }[]>();
  for (const name of facts.variables) {
    if (networks.has(name)) continue;
    let shape = inference.variables.get(name);
    for (let position = 1; shape?.kind === "function" && position <= 3; position++) {
      const set = roleName(shape);
      if (set !== undefined) found.set(set, [...(found.get(set) ?? []), { name, position }]);
      shape = shape.to;
    }
  }
  return [...found].map(([set, variables]): RoleFact => {
    const [first] = variables;
    const variable = el.spec.root.variables.find((v) => v.name === first?.name);
    const parsed = variable?.module?.parsed ?? el.spec.root.parsed;
    const place = el.place(variable?.node ?? el.spec.root.module.name, { ...el.rootEnv, parsed });
    return { set, variables, place };
  });
}

/** The set's text, for sets of names: of numbers only if it has a name of its own. */
function roleName(s: Extract<Shape, { kind: "function" }>): string | undefined {
  if (s.domain === undefined) return s.from.kind === "element" ? s.from.of : undefined;
  return /^\w+$/.test(s.domain) && !["Nat", "Int"].includes(s.domain)
    ? s.domain
    : s.from.kind === "element"
      ? s.from.of
      : undefined;
}
