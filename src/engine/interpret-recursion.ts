/** Which functions speak of themselves. */
import { unreachable } from "../report/diagnostic.js";
import type { Ir, IrFunction } from "./ir.js";

const known = new WeakMap<IrFunction, boolean>();

/** Whether evaluating the body of a function may call it again. */
export function isRecursive(fn: IrFunction): boolean {
  let is = known.get(fn);
  if (is === undefined) {
    is = reaches(fn.body, fn);
    known.set(fn, is);
  }
  return is;
}

function reaches(start: Ir, goal: IrFunction): boolean {
  const seen = new Set<IrFunction>();
  const pending: Ir[] = [start];
  for (let e = pending.pop(); e !== undefined; e = pending.pop()) {
    if (e.op === "call") {
      if (e.fn === goal) return true;
      if (!seen.has(e.fn)) {
        seen.add(e.fn);
        pending.push(e.fn.body);
      }
    }
    pending.push(...partsOf(e));
  }
  return false;
}

/** The expressions right inside one; not the bodies of functions that it calls. */
export function partsOf(e: Ir): readonly Ir[] {
  switch (e.op) {
    case "const":
    case "state":
    case "local":
      return [];
    case "prim":
    case "call":
      return e.args;
    case "and":
    case "or":
      return e.items;
    case "if":
      return [e.test, e.then, e.else];
    case "case":
      return e.arms.flatMap((a) => (a.test === undefined ? [a.value] : [a.test, a.value]));
    case "bind":
      return [...e.binders.flatMap((b) => (b.domain === undefined ? [] : [b.domain])), e.body];
    case "record":
    case "record-set":
      return e.fields.map(([, value]) => value);
    case "field":
      return [e.record];
    case "except":
      return [e.base, ...e.updates.flatMap((u) => [...u.path, u.value])];
    case "named":
    case "lambda":
      return [e.body];
    case "let":
      return [e.value, e.body];
    case "enabled":
      return [e.action];
    case "compose":
      return [e.first, e.second];
    default:
      return unreachable(e);
  }
}
