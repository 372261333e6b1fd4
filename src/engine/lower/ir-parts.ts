/** What an expression is made of. */
import { unreachable } from "../../report/diagnostic.js";
import type { Ir } from "./ir.js";

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
