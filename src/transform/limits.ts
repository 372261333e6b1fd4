/**
 * What bounds the states of a model (its constraints), as the hybrid has it: over the slices of all nodes, liars' too, so
 * that every side of a comparison is bounded alike.
 *
 *     Bound == \A i \in Server : term[i] < 3   ⇒   Bound == \A i \in Server : slice[i].term < 3
 *
 * A conjunct that speaks of what was left out (a ghost, what is the environment's) bounds nothing that is there: it is
 * left out, and said. What is explored only grows by that.
 */
import { inlineStateful } from "../protocol/actor.js";
import type { ModuleTable } from "../protocol/table.js";
import { conjunctsOf, freshName, mentions, nameOf } from "../protocol/terms.js";
import type { Protocol } from "../protocol/types.js";
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Definition, Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { expr } from "../tla/quote.js";
import { mapExpr } from "../tla/visit.js";
import type { Vocabulary } from "./vocabulary.js";

export interface Limit {
  /** What the specification calls it. */
  readonly constraint: string;
  /** Over slices and messages; its name is the constraint's, unless something carried over has that. */
  readonly definition: Definition;
}

/** The constraints of models that hybrids can have, with what had to be left out of them. */
export interface Limits {
  readonly bodies: ReadonlyMap<string, Expr>;
  readonly diagnostics: readonly Diagnostic[];
}

/** `names`: definitions that models name under CONSTRAINT. */
export function limitsOf(protocol: Protocol, table: ModuleTable, names: readonly string[]): Limits {
  const kept = new Set([
    protocol.network,
    ...protocol.slice.map((v) => v.name),
    ...(protocol.transport?.parts ?? []).map((p) => p.variable),
  ]);
  const gone = new Set([...table.variables.keys()].filter((v) => !kept.has(v)));
  const bodies = new Map<string, Expr>();
  const diagnostics: Diagnostic[] = [];
  for (const name of new Set(names)) {
    const definition = table.definitions.get(name);
    if (definition === undefined || definition.params.length > 0) continue;
    const parts = conjunctsOf(inlineStateful(table, definition.body));
    const left = parts.filter((part) => !mentions(part, gone));
    for (const part of parts) {
      const variable = [...gone].find((v) => mentions(part, new Set([v])));
      if (variable !== undefined) diagnostics.push(boundsNothing(name, variable, table.place(part)));
    }
    if (left.length > 0) bodies.set(name, b.and(left));
  }
  return { bodies, diagnostics };
}

/** `taken`: names of the hybrid that a limit must not have. */
export function limitUnits(
  protocol: Protocol,
  words: Vocabulary,
  bodies: ReadonlyMap<string, Expr>,
  taken: ReadonlySet<string>,
): readonly Limit[] {
  const used = new Set(taken);
  return [...bodies].map(([constraint, body]) => {
    const name = freshName(constraint, used);
    used.add(name);
    return { constraint, definition: b.definition(name, [], overSlices(protocol, words, body)) };
  });
}

/** `x[i]` is `slice[i].x`, and `x` alone the function of all nodes' values. */
function overSlices(protocol: Protocol, { of: w }: Vocabulary, body: Expr): Expr {
  const variables = new Set(protocol.slice.filter((v) => v.origin === "declared").map((v) => v.name));
  const bags = new Set(
    (protocol.transport?.parts ?? [])
      .filter((p) => p.form === "bag" && p.tag === undefined)
      .map((p) => p.variable),
  );
  const isVariable = (e: Expr): boolean => e.kind === "Apply" && variables.has(e.name);
  const read = mapExpr(body, (e) => {
    if (e.kind === "Prefix" && e.op === "DOMAIN" && bags.has(nameOf(e.arg) ?? ""))
      return b.apply(protocol.network);
    if (e.kind !== "Index" || !isVariable(e.fn)) return e;
    const [node, ...more] = e.args;
    if (node === undefined || more.length > 0) return e;
    return b.field(b.index(b.apply(w.slices), node), nameOf(e.fn) ?? "");
  });
  return mapExpr(read, (e) => {
    if (!isVariable(e) || e.kind !== "Apply") return e;
    return expr`[${w.node} \in ${protocol.nodeSet} |-> ${w.slices}[${w.node}].${e.name}]`;
  });
}

const boundsNothing = (constraint: string, variable: string, place: Place): Diagnostic => ({
  code: "transform/constraint-left-out",
  severity: "info",
  message: `${constraint}: the conjunct over \`${variable}\`, which was left out, does not bound the hybrid`,
  place,
  hint: "if its model does not end, bound it by what nodes and messages show",
});
