/**
 * Which locals an expression evaluates whatever happens: those can be evaluated before, which is cheaper than keeping what
 * is to be evaluated when needed. Nothing changes but which of two errors is met first.
 */
import { unreachable } from "../../report/diagnostic.js";
import type { Ir, IrFunction, LocalId } from "./ir.js";

const known = new WeakMap<IrFunction, ReadonlySet<LocalId>>();
const open = new Set<IrFunction>();

/** The parameters (and free locals) that a function evaluates in every call; recursive calls count for nothing. */
export function strictIn(fn: IrFunction): ReadonlySet<LocalId> {
  const before = known.get(fn);
  if (before !== undefined) return before;
  if (open.has(fn)) return new Set();
  open.add(fn);
  const found = new Set<LocalId>();
  collect(fn.body, found);
  open.delete(fn);
  known.set(fn, found);
  return found;
}

/** Whether evaluating `e` evaluates the local. */
export function isStrict(e: Ir, id: LocalId): boolean {
  const found = new Set<LocalId>();
  collect(e, found);
  return found.has(id);
}

function both(a: Ir, b: Ir, out: Set<LocalId>): void {
  const [left, right] = [new Set<LocalId>(), new Set<LocalId>()];
  collect(a, left);
  collect(b, right);
  for (const id of left) if (right.has(id)) out.add(id);
}

function collect(e: Ir, out: Set<LocalId>): void {
  switch (e.op) {
    case "const":
    case "state":
    case "enabled":
    case "compose":
    case "lambda":
      return;
    case "local":
      out.add(e.id);
      return;
    case "prim": {
      const args = e.prim === "=>" ? e.args.slice(0, 1) : e.args;
      for (const arg of args) collect(arg, out);
      return;
    }
    case "call": {
      const strict = strictIn(e.fn);
      for (const [i, arg] of e.args.entries()) {
        const param = e.fn.params[i];
        if (param !== undefined && strict.has(param)) collect(arg, out);
      }
      for (const id of e.fn.free) if (strict.has(id)) out.add(id);
      return;
    }
    case "and":
    case "or": {
      const [first] = e.items;
      if (first !== undefined) collect(first, out);
      return;
    }
    case "if":
      collect(e.test, out);
      both(e.then, e.else, out);
      return;
    case "case": {
      const test = e.arms[0]?.test;
      if (test !== undefined) collect(test, out);
      return;
    }
    case "bind": {
      const domain = e.binders[0]?.domain;
      if (domain !== undefined) collect(domain, out);
      return;
    }
    case "record":
      for (const [, value] of e.fields) collect(value, out);
      return;
    case "record-set":
      for (const [, value] of e.fields) collect(value, out);
      return;
    case "field":
      collect(e.record, out);
      return;
    case "except":
      collect(e.base, out);
      return;
    case "named":
      collect(e.body, out);
      return;
    case "let":
      collect(e.body, out);
      if (out.has(e.id)) collect(e.value, out);
      return;
    default:
      unreachable(e);
  }
}
