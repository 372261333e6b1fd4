/**
 * Which variables a step may change, and which its formula depends on, as far as its form shows that.
 *
 *     x' = x + 1 /\ y > 0 /\ z' = z   ⇒   writes x   reads x, y
 *
 * Two steps of which neither writes what the other reads or writes can be taken in either order, with the same result.
 */
import { isPureDeep, readsOf } from "../../engine/emit/emit-analysis.js";
import { isPure } from "../../engine/emit/emit-tables.js";
import type { Ir, IrFunction } from "../../engine/lower/ir.js";
import { partsOf } from "../../engine/lower/ir-parts.js";

/** Slots of variables. What is given a value counts as read: it may have one already. */
export interface Effects {
  readonly writes: ReadonlySet<number>;
  readonly reads: ReadonlySet<number>;
}

/** Undefined where a step may depend on anything: on what was printed or drawn, on steps inside of it. */
export function effectsOf(formulas: readonly Ir[]): Effects | undefined {
  const writes = new Set<number>();
  const reads = new Set<number>();
  const seen = new Set<IrFunction>();
  /** `e` has to be true. */
  const go = (e: Ir): void => {
    if (isFrame(e)) return;
    switch (e.op) {
      case "and":
      case "or":
      case "named":
        for (const part of partsOf(e)) go(part);
        return;
      case "if":
        uses(e.test);
        go(e.then);
        go(e.else);
        return;
      case "let":
        uses(e.value);
        go(e.body);
        return;
      case "bind":
        for (const { domain } of e.binders) if (domain !== undefined) uses(domain);
        if (e.form === "some") go(e.body);
        else uses(e.body);
        return;
      case "call":
        for (const arg of e.args) uses(arg);
        if (!seen.has(e.fn)) {
          seen.add(e.fn);
          go(e.fn.body);
        }
        return;
      default:
        uses(e);
    }
  };
  const uses = (e: Ir): void => {
    const { s, n } = readsOf(e);
    for (const slot of [...s, ...n]) reads.add(slot);
    for (const slot of n) writes.add(slot);
  };
  if (!formulas.every((e) => isPureDeep(e, isPure))) return undefined;
  for (const e of formulas) go(e);
  return { writes, reads };
}

/** `x' = x`. */
function isFrame(e: Ir): boolean {
  if (e.op !== "prim" || e.prim !== "=") return false;
  const [a, b] = e.args;
  return a?.op === "state" && b?.op === "state" && a.slot === b.slot && a.primed !== b.primed;
}

export function commute(a: Effects | undefined, b: Effects | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return isApart(a.writes, b) && isApart(b.writes, a);
}

export function isApart(writes: ReadonlySet<number>, { reads, writes: others }: Effects): boolean {
  return [...writes].every((slot) => !reads.has(slot) && !others.has(slot));
}
