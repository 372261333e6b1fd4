/**
 * A formula under a prime is a test of the next state: TLC evaluates it, while it goes through the ways in which a formula
 * of the step itself can be true.
 */
import type { Expr } from "../../tla/ast.js";
import type { Ir, IrFunction } from "./ir.js";

/** The same value, in a form that actions do not go through. */
export function asTest(e: Ir): Ir {
  switch (e.op) {
    case "call":
      // An operator that is a variable: what is given to it is given to the variable.
      if (e.args.length === 0 && e.fn.body?.op === "state") return e.fn.body;
      break;
    case "named":
    case "let":
      return { ...e, body: asTest(e.body) };
    case "if":
      return { ...e, then: asTest(e.then), else: asTest(e.else) };
    case "case":
      return { ...e, arms: e.arms.map((arm) => ({ ...arm, value: asTest(arm.value) })) };
    default:
      break;
  }
  if (!isFormula(e, new Set())) return e;
  return { op: "if", test: e, then: truth(true, e.at), else: truth(false, e.at), at: e.at };
}

const truth = (value: boolean, at: Expr): Ir => ({ op: "const", value: { kind: "bool", value }, at });

/** Whether actions may go through it: it is TRUE or FALSE then. */
function isFormula(e: Ir, inside: Set<IrFunction>): boolean {
  switch (e.op) {
    case "and":
    case "or":
      return true;
    case "bind":
      return e.form === "some" || e.form === "all";
    case "prim":
      return ["=", "\\in", "=>"].includes(e.prim);
    case "named":
    case "let":
      return isFormula(e.body, inside);
    case "if":
      return isFormula(e.then, inside) || isFormula(e.else, inside);
    case "case":
      return e.arms.some((arm) => isFormula(arm.value, inside));
    case "call":
      // The body of a recursive operator is not there yet while it is lowered.
      if (inside.has(e.fn) || e.fn.body === undefined) return false;
      inside.add(e.fn);
      return isFormula(e.fn.body, inside);
    default:
      return false;
  }
}
