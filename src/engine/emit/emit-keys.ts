/**
 * What elements of a set are looked up by: equalities of their fields with which the body of a binder begins, after the
 * conditions on elements alone.
 *
 *     \E m \in msgs : m.kind = "Vote" /\ m.term = term[i] /\ m.to = i /\ …     ⇒ [term: term[i], to: i]
 */
import type { Ir, LocalId } from "../lower/ir.js";
import { freeLocals, isPureDeep, readsOf } from "./emit-analysis.js";
import { isPure } from "./emit-tables.js";

export interface Keys {
  readonly fields: readonly string[];
  /** What each is equal to; depends on the element in no way. */
  readonly values: readonly Ir[];
}

/** `tests`: the conditions on elements alone. Undefined if there is nothing to look up by. */
export function keysOf(
  e: Extract<Ir, { op: "bind" }>,
  element: LocalId,
  tests: readonly Ir[],
): Keys | undefined {
  const fields: string[] = [];
  const values: Ir[] = [];
  const take = (item: Ir): boolean => {
    if (item.op === "named") return take(item.body);
    if (item.op === "and") return item.items.every(take);
    if (tests.includes(item)) return true;
    const key = keyIn(item, element);
    if (key === undefined) return false;
    fields.push(key.field);
    values.push(key.value);
    return true;
  };
  const first = conditions(e);
  if (first !== undefined) take(first);
  return fields.length === 0 ? undefined : { fields, values };
}

/** Where it is false of an element, the binder does nothing for that. */
function conditions(e: Extract<Ir, { op: "bind" }>): Ir | undefined {
  if (e.form === "map" || e.form === "function") return undefined;
  let { body } = e;
  while (body.op === "named") body = body.body;
  if (e.form !== "all") return body;
  return body.op === "prim" && body.prim === "=>" ? body.args[0] : undefined;
}

function keyIn(item: Ir, element: LocalId): { readonly field: string; readonly value: Ir } | undefined {
  if (item.op !== "prim" || item.prim !== "=") return undefined;
  const [a, b] = item.args;
  if (a === undefined || b === undefined) return undefined;
  for (const [side, value] of [
    [a, b],
    [b, a],
  ] as const) {
    if (side.op !== "field" || side.record.op !== "local" || side.record.id !== element) continue;
    const isFree = !freeLocals(value).includes(element) && readsOf(value).n.size === 0;
    if (isFree && isPureDeep(value, isPure)) return { field: side.name, value };
  }
  return undefined;
}
