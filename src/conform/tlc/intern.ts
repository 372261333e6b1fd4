/**
 * Values of a trace as a few TLA+ tables: each distinct record, sequence, set and function stands once, and everything
 * else refers to it by its number.
 *
 * Representation: table k holds the values of nesting depth k, and mentions those of lesser depth as `T1[5]`; so every
 * table is a constant that TLC evaluates once, after the tables that it needs.
 */
import type { Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { partsOf, printValue, toExpr, type Value } from "../../tla/value.js";

export interface Interner {
  /** The value as an expression: itself if it is atomic, else its place in a table. */
  expr(value: Value): Expr;
  /** The definitions of the tables so far. */
  tables(): readonly Unit[];
}

/** `tableName`: the name of the table of a depth (from 1). `modelName`: what a model value is called in the module. */
export function interner(
  tableName: (depth: number) => string,
  modelName: (name: string) => string,
): Interner {
  const tables: Expr[][] = [];
  const known = new Map<string, { readonly expr: Expr; readonly depth: number }>();

  const place = (value: Value): { readonly expr: Expr; readonly depth: number } => {
    if (value.kind === "model") return { expr: b.apply(modelName(value.name)), depth: 0 };
    const children = partsOf(value);
    if (children.length === 0) return { expr: toExpr(value), depth: 0 };
    const key = printValue(value);
    const old = known.get(key);
    if (old !== undefined) return old;
    const placed = children.map(place);
    const depth = 1 + Math.max(...placed.map((p) => p.depth));
    const table = tables[depth - 1] ?? [];
    for (let k = tables.length; k < depth; k++) tables.push(k === depth - 1 ? table : []);
    const row = table.push(
      rebuilt(
        value,
        placed.map((p) => p.expr),
      ),
    );
    const made = { expr: b.index(b.apply(tableName(depth)), b.num(row)), depth };
    known.set(key, made);
    return made;
  };

  return {
    expr: (value) => place(value).expr,
    tables: () => tables.map((rows, k) => b.definition(tableName(k + 1), [], b.tuple(...rows))),
  };
}

/** The value of parts in the order of `partsOf`. */
function rebuilt(value: Value, exprs: readonly Expr[]): Expr {
  switch (value.kind) {
    case "set":
      return b.set(...exprs);
    case "record":
      return b.record(value.fields.map(([name], k) => [name, exprs[k] ?? b.set()] as const));
    case "function": {
      const pairs: Expr[] = [];
      for (let k = 0; k + 1 < exprs.length; k += 2)
        pairs.push(b.infix(":>", exprs[k] ?? b.set(), exprs[k + 1] ?? b.set()));
      return b.paren(pairs.reduce((all, pair) => b.infix("@@", all, pair)));
    }
    default:
      return b.tuple(...exprs);
  }
}
