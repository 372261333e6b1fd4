/** Broadcasts written as sets of records: `[kind : {"Ask"}, from : {n}, to : Node]`. */
import type { Bound, Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { allNames, freshName, stripParens } from "./terms.js";

/** The same messages with every record visible: `{[kind |-> "Ask", from |-> n, to |-> to] : to \in Node}`. */
export function visibleRecords(messages: Expr, names: ReadonlySet<string>): Expr {
  const e = stripParens(messages);
  switch (e.kind) {
    case "RecordSet":
      return recordSet(e, names);
    case "Infix":
      if (canonicalOp(e.op) !== "\\cup") return messages;
      return { ...e, left: visibleRecords(e.left, names), right: visibleRecords(e.right, names) };
    case "If":
      return { ...e, then: visibleRecords(e.then, names), else: visibleRecords(e.else, names) };
    case "Let":
      return { ...e, body: visibleRecords(e.body, names) };
    default:
      return messages;
  }
}

function recordSet(e: Extract<Expr, { kind: "RecordSet" }>, names: ReadonlySet<string>): Expr {
  const { id, span } = e;
  const taken = new Set([...names, ...allNames(e)]);
  const bounds: Bound[] = [];
  const fields = e.fields.map((f) => {
    const set = stripParens(f.value);
    const [only, more] = set.kind === "Set" ? set.items : [];
    if (only !== undefined && more === undefined) return { ...f, value: only };
    const text = freshName(`any${f.name.text.replace(/^./, (c) => c.toUpperCase())}`, taken);
    taken.add(text);
    const name = { kind: "Name" as const, id, span: f.name.span, text };
    bounds.push({ kind: "Bound", id, span: f.span, names: [name], tuple: false, domain: f.value });
    const value: Expr = { kind: "Apply", id, span: f.span, path: [], name: text, args: [] };
    return { ...f, value };
  });
  const record: Expr = { kind: "Record", id, span, fields };
  if (bounds.length === 0) return { kind: "Set", id, span, items: [record] };
  return { kind: "SetMap", id, span, body: record, bounds };
}
