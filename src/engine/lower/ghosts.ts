/** Variables that a step has beside those of the model: see `temporal/enabled.ts`. */
import type { Ir, IrFunction } from "./ir.js";
import { partsOf } from "./ir-parts.js";

/** How many of them an action speaks of at most: their slots come after those of the `variables`. */
export function ghostsIn(action: Ir, variables: number): number {
  let most = variables;
  const seen = new Set<IrFunction>();
  const pending: Ir[] = [action];
  for (let e = pending.pop(); e !== undefined; e = pending.pop()) {
    if (e.op === "state") most = Math.max(most, e.slot + 1);
    if (e.op === "call" && !seen.has(e.fn)) {
      seen.add(e.fn);
      pending.push(e.fn.body);
    }
    pending.push(...partsOf(e));
  }
  return most - variables;
}
