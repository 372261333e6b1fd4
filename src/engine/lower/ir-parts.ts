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

/** The same expression of other parts; it binds what it bound. */
export function withParts(e: Ir, go: (part: Ir) => Ir): Ir {
  switch (e.op) {
    case "const":
    case "state":
    case "local":
      return e;
    case "prim":
    case "call":
      return { ...e, args: e.args.map(go) };
    case "and":
    case "or":
      return { ...e, items: e.items.map(go) };
    case "if":
      return { ...e, test: go(e.test), then: go(e.then), else: go(e.else) };
    case "case": {
      const arms = e.arms.map(({ test, value }) => ({
        test: test === undefined ? undefined : go(test),
        value: go(value),
      }));
      return { ...e, arms };
    }
    case "bind": {
      const binders = e.binders.map((b) => ({
        ...b,
        domain: b.domain === undefined ? undefined : go(b.domain),
      }));
      return { ...e, binders, body: go(e.body) };
    }
    case "record":
    case "record-set":
      return { ...e, fields: e.fields.map(([name, value]) => [name, go(value)] as const) };
    case "field":
      return { ...e, record: go(e.record) };
    case "except": {
      const updates = e.updates.map((u) => ({ ...u, path: u.path.map(go), value: go(u.value) }));
      return { ...e, base: go(e.base), updates };
    }
    case "named":
    case "lambda":
      return { ...e, body: go(e.body) };
    case "let":
      return { ...e, value: go(e.value), body: go(e.body) };
    case "enabled":
      return { ...e, action: go(e.action) };
    case "compose":
      return { ...e, first: go(e.first), second: go(e.second) };
    default:
      return unreachable(e);
  }
}
