/**
 * When is an invariant put to the test? `\A x \in S : P => Q` says nothing of a state in which P is false for every x;
 * one that says nothing in any state holds of any protocol.
 *
 *     \A a \in Node : decided[a] => chosen      ⇒  \E a \in Node : decided[a]
 *     Cardinality({v \in Value : P(v)}) <= 1    ⇒  \E v \in Value : P(v)
 */
import type { ModuleTable } from "../protocol/table.js";
import { callOf } from "../protocol/table.js";
import { conjunctsOf, inlineCall, stripParens } from "../protocol/terms.js";
import type { Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { canonicalOp } from "../tla/operators.js";

/** For each part of an invariant that is an implication, when it says something. */
export function testsOf(table: ModuleTable, invariant: string): readonly Expr[] {
  const definition = table.definitions.get(invariant);
  return definition === undefined || definition.params.length > 0 ? [] : inside(table, definition.body, 0);
}

function inside(table: ModuleTable, whole: Expr, depth: number): readonly Expr[] {
  const e = stripParens(whole);
  const parts = conjunctsOf(e);
  if (parts.length > 1) return parts.flatMap((p) => inside(table, p, depth));
  if (e.kind === "Quantifier" && e.op === "\\A")
    return inside(table, e.body, depth).map((test) => b.exists(e.bounds, test));
  if (e.kind === "Let") return inside(table, e.body, depth).map((test) => b.letIn(e.units, test));
  if (e.kind === "Infix" && canonicalOp(e.op) === "=>") {
    const further = inside(table, e.right, depth);
    return further.length === 0 ? [e.left] : further.map((test) => b.and([e.left, test]));
  }
  const counted =
    e.kind === "Infix" && ["<=", "<"].includes(canonicalOp(e.op)) ? elementsCounted(e.left) : undefined;
  if (counted !== undefined) return [counted];
  const called = e.kind === "Apply" && depth < 6 ? callOf(table, e) : undefined;
  return called === undefined || !table.stateful.has(called.call.name)
    ? []
    : inside(table, inlineCall(called.definition, called.call), depth + 1);
}

/** `Cardinality({x \in S : P}) <= 1` says something where P is true of an x. */
function elementsCounted(e: Expr): Expr | undefined {
  const bare = stripParens(e);
  const set = bare.kind === "Apply" && bare.name === "Cardinality" ? bare.args[0] : undefined;
  const filter = set === undefined ? undefined : stripParens(set);
  return filter?.kind === "SetFilter" ? b.exists(filter.bound, filter.body) : undefined;
}
