/** Programs as text, for tests: locals are numbered in the order of their first appearance. */
import type { Ir, IrBinder, IrFunction } from "../../src/engine/lower/ir.js";
import { printValue } from "../../src/tla/value.js";

export function showIr(ir: Ir): string {
  const ids = new Map<number, number>();
  const functions: IrFunction[] = [];
  const local = (id: number): string => {
    if (!ids.has(id)) ids.set(id, ids.size + 1);
    return `%${ids.get(id)}`;
  };
  const list = (items: readonly Ir[]): string => items.map(show).join(", ");
  const binder = (b: IrBinder): string => {
    const names = b.locals.map(local).join(", ");
    return `${b.tuple ? `<<${names}>>` : names}${b.domain === undefined ? "" : ` in ${show(b.domain)}`}`;
  };
  const show = (e: Ir): string => {
    switch (e.op) {
      case "const":
        return printValue(e.value);
      case "state":
        return `s${e.slot}${e.primed ? "'" : ""}`;
      case "local":
        return local(e.id);
      case "prim":
        return `${e.prim}(${list(e.args)})`;
      case "call":
        if (!functions.includes(e.fn)) functions.push(e.fn);
        return `${e.fn.name}${functions.indexOf(e.fn)}(${list(e.args)})`;
      case "and":
      case "or":
        return `${e.op}(${list(e.items)})`;
      case "if":
        return `if(${list([e.test, e.then, e.else])})`;
      case "case":
        return `case(${e.arms.map((a) => `${a.test === undefined ? "other" : show(a.test)}: ${show(a.value)}`).join(", ")})`;
      case "bind":
        return `${e.form} ${e.binders.map(binder).join("; ")}: ${show(e.body)}`;
      case "record":
      case "record-set":
        return `${e.op}(${e.fields.map(([n, v]) => `${n} ${show(v)}`).join(", ")})`;
      case "field":
        return `${show(e.record)}.${e.name}`;
      case "except":
        return `except(${show(e.base)}${e.updates.map((u) => `; [${list(u.path)}] ${local(u.at)}: ${show(u.value)}`).join("")})`;
      case "named":
        return show(e.body);
      case "let":
        return `let ${local(e.id)} = ${show(e.value)}: ${show(e.body)}`;
      case "lambda":
        return `\\(${e.params.map(local).join(", ")}) ${show(e.body)}`;
      case "enabled":
        return `enabled(${show(e.action)})`;
      case "compose":
        return `compose(${show(e.first)}, ${show(e.second)})`;
    }
  };
  const lines = [show(ir)];
  for (let i = 0; i < functions.length; i++) {
    const fn = functions[i];
    if (fn === undefined) continue;
    const free = fn.free.length === 0 ? "" : ` [${fn.free.map(local).join(", ")}]`;
    lines.push(`${fn.name}${i}(${fn.params.map(local).join(", ")})${free} = ${show(fn.body)}`);
  }
  return lines.join("\n");
}
