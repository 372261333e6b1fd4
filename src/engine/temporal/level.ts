/** What a program speaks of. */
import type { Ir, IrFunction } from "../lower/ir.js";

/** 0: the same in all states; 1: of one state; 2: of a step. */
export function levelOf(ir: Ir): 0 | 1 | 2 {
  const seen = new Set<IrFunction>();
  let level: 0 | 1 | 2 = 0;
  const visit = (e: unknown): void => {
    if (level === 2 || typeof e !== "object" || e === null) return;
    if (Array.isArray(e)) {
      for (const item of e) visit(item);
      return;
    }
    const node = e as Partial<Ir>;
    if (node.op === "state") level = node.primed === true ? 2 : level === 0 ? 1 : level;
    else if (node.op === "enabled") level = 1;
    else if (node.op === "const" || node.op === "local") return;
    else if (node.op === "call" && node.fn !== undefined) {
      if (!seen.has(node.fn)) {
        seen.add(node.fn);
        visit(node.fn.body);
      }
      visit(node.args);
    } else {
      for (const [key, value] of Object.entries(e)) {
        if (key !== "at" && key !== "definition" && key !== "place") visit(value);
      }
    }
  };
  visit(ir);
  return level;
}
