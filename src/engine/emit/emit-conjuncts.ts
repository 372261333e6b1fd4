/**
 * Predicates as the conjunctions that they are: each conjunct is evaluated by itself, so that one that reads nothing that
 * a step changed is left out. All have the name and the place of the predicate, and the first that is false ends it.
 */
import type { Ir, NamedIr } from "../lower/ir.js";
import { isRecursive } from "./emit-recursion.js";

/** Of one predicate. */
const MOST_CONJUNCTS = 24;

export function conjunctsOf(predicate: NamedIr): readonly NamedIr[] {
  const found = conjuncts(predicate.ir);
  return found.length > MOST_CONJUNCTS ? [predicate] : found.map((ir) => ({ ...predicate, ir }));
}

function conjuncts(e: Ir): readonly Ir[] {
  if (e.op === "and" && e.items.length > 0) return e.items.flatMap(conjuncts);
  if (e.op === "named") return isConjunction(e.body) ? conjuncts(e.body) : [e];
  const isCall = e.op === "call" && e.args.length === 0 && e.fn.free.length === 0 && !isRecursive(e.fn);
  return isCall && isConjunction(e.fn.body) ? conjuncts(e.fn.body) : [e];
}

function isConjunction(e: Ir): boolean {
  return e.op === "and" || (e.op === "named" && isConjunction(e.body));
}
