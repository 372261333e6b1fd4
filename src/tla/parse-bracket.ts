/** Forms in brackets, and the bounds they share with quantifiers. */
import type { Bound, Except, ExceptUpdate, Expr, FieldExpr, Name, PathStep } from "./ast.js";
import { canonicalOp } from "./operators.js";
import type { Cursor } from "./parse-cursor.js";
import { parseExpr, parseSubscript } from "./parse-expr.js";

/** One or more expressions with commas between them. */
export function parseExprList(c: Cursor): readonly Expr[] {
  const items = [parseExpr(c)];
  while (c.accept(",")) items.push(parseExpr(c));
  return items;
}

/** `x, y \in S, <<a, b>> \in T, z`; a group without `\in` has no domain and ends the bounds. */
export function parseBounds(c: Cursor): readonly Bound[] {
  const bounds: Bound[] = [];
  do {
    const { start } = c.raw();
    const tuple = c.is("<<");
    const names = tuple ? parseNameTuple(c) : parseNames(c);
    if (!c.accept("\\in")) {
      if (bounds.length > 0 || (tuple && !c.is(":"))) c.unexpected("`\\in`");
      bounds.push({ kind: "Bound", ...c.base(start), names, tuple, domain: undefined });
      break;
    }
    const domain = parseExpr(c);
    bounds.push({ kind: "Bound", ...c.base(start), names, tuple, domain });
  } while (c.accept(","));
  return bounds;
}

function parseNames(c: Cursor): readonly Name[] {
  const names = [c.name("a bound name")];
  while (c.accept(",")) names.push(c.name("a bound name"));
  return names;
}

function parseNameTuple(c: Cursor): readonly Name[] {
  const open = c.take();
  const names = parseNames(c);
  c.close(">>", open);
  return names;
}

/** Bounds that must have domains. */
export function parseDomainBounds(c: Cursor): readonly Bound[] {
  const bounds = parseBounds(c);
  if (bounds.some((b) => b.domain === undefined)) c.unexpected("`\\in`");
  return bounds;
}

const openers = new Set(["(", "[", "{", "<<"]);
const closers = new Set([")", "]", "}", ">>", "]_", ">>_"]);

/**
 * Whether a token of one of these types stands in the bracket that opens at the position, outside inner ones.
 */
function holds(c: Cursor, wanted: string): boolean {
  let depth = 0;
  for (let i = 1; ; i++) {
    const { type } = c.raw(i);
    if (type === "eof" || type === "separator" || type === "end") return false;
    if (depth === 0 && type === wanted) return true;
    if (openers.has(type)) depth++;
    else if (closers.has(type) && --depth < 0) return false;
  }
}

/** Everything that starts with `[`. */
export function parseBracket(c: Cursor): Expr {
  const open = c.raw();
  const { start } = open;
  const second = c.raw(1).type;
  const third = c.raw(2).type;
  if (second === "id" && (third === "|->" || third === ":")) return parseRecord(c, third);
  const bound = second === "<<" || (second === "id" && (third === "," || third === "\\in"));
  if (bound && holds(c, "|->")) {
    c.take();
    const bounds = parseDomainBounds(c);
    c.expect("|->");
    const body = parseExpr(c);
    c.close("]", open);
    return { kind: "Function", ...c.base(start), bounds, body };
  }
  c.take();
  const first = parseExpr(c);
  if (c.is("EXCEPT")) return parseExcept(c, open.start, first);
  if (c.accept("->")) {
    const range = parseExpr(c);
    c.close("]", open);
    return { kind: "FunctionSet", ...c.base(start), domain: first, range };
  }
  if (c.accept("]_")) {
    const subscript = parseSubscript(c, true);
    return { kind: "ActionSub", ...c.base(start), form: "box", action: first, subscript };
  }
  if (c.is("]")) c.unexpected("`]_`, `->` or EXCEPT", "an action in brackets needs a subscript: `[A]_vars`");
  c.close("]_", open);
  return first;
}

function parseRecord(c: Cursor, arrow: string): Expr {
  const open = c.take();
  const fields: FieldExpr[] = [];
  do {
    const name = c.name("a field name");
    c.expect(arrow);
    const value = parseExpr(c);
    fields.push({ kind: "FieldExpr", ...c.base(name.span.start), name, value });
  } while (c.accept(","));
  c.close("]", open);
  return { kind: arrow === ":" ? "RecordSet" : "Record", ...c.base(open.start), fields };
}

function parseExcept(c: Cursor, start: number, base: Expr): Except {
  c.take();
  const updates: ExceptUpdate[] = [];
  do updates.push(parseUpdate(c));
  while (c.accept(","));
  if (!c.is("]")) c.unexpected("`,` or `]`", "missing `]`?");
  c.take();
  return { kind: "Except", ...c.base(start), base, updates };
}

function parseUpdate(c: Cursor): ExceptUpdate {
  const { start } = c.expect("!", "an update is written `![index] = value` or `!.field = value`");
  const path: PathStep[] = [];
  for (;;) {
    const open = c.raw();
    if (c.accept("[")) {
      const args = parseExprList(c);
      c.close("]", open);
      path.push({ kind: "PathIndex", ...c.base(open.start), args });
    } else if (c.accept(".")) {
      const name = c.name("a field name");
      path.push({ kind: "PathField", ...c.base(open.start), name });
    } else break;
  }
  if (path.length === 0) c.unexpected("`[` or `.`");
  c.expect("=", "EXCEPT assigns with `=`");
  const value = parseExpr(c);
  return { kind: "ExceptUpdate", ...c.base(start), path, value };
}

/** Length in tokens of `x` or `<<x, y>>` at the position, 0 if neither stands there. */
function patternLength(c: Cursor): number {
  if (c.raw().type === "id") return 1;
  if (c.raw().type !== "<<") return 0;
  for (let i = 1; c.raw(i).type === "id"; i += 2) {
    if (c.raw(i + 1).type === ">>") return i + 2;
    if (c.raw(i + 1).type !== ",") return 0;
  }
  return 0;
}

/** Everything that starts with `{`. */
export function parseBrace(c: Cursor): Expr {
  const open = c.take();
  const { start } = open;
  if (c.accept("}")) return { kind: "Set", ...c.base(start), items: [] };
  const length = patternLength(c);
  const first = length > 0 && c.raw(length).type === "\\in" ? parseFilterHead(c) : parseExpr(c);
  if (first.kind === "Bound") {
    c.expect(":");
    const body = parseExpr(c);
    c.close("}", open);
    return { kind: "SetFilter", ...c.base(start), bound: first, body };
  }
  if (c.accept(":")) {
    const bounds = parseDomainBounds(c);
    c.close("}", open);
    return { kind: "SetMap", ...c.base(start), body: first, bounds };
  }
  const items = [first];
  while (c.accept(",")) items.push(parseExpr(c));
  c.close("}", open);
  return { kind: "Set", ...c.base(start), items };
}

/**
 * After `{x \in`: a bound if `:` follows, otherwise an expression. Bounds extend over the whole text up to
 * `:`, so where
 * `\in` is not the loosest operator the text is read once more, as a bound.
 */
function parseFilterHead(c: Cursor): Bound | Expr {
  const from = c.position;
  const faults = c.diagnostics.length;
  const expr = parseExpr(c);
  if (!c.is(":")) return expr;
  const direct = expr.kind === "Infix" && canonicalOp(expr.op) === "\\in" && c.diagnostics.length === faults;
  if (!direct) {
    c.position = from;
    c.diagnostics.length = faults;
    const { start } = c.raw();
    const tuple = c.is("<<");
    const names = tuple ? parseNameTuple(c) : [c.name()];
    c.expect("\\in");
    const domain = parseExpr(c);
    return { kind: "Bound", ...c.base(start), names, tuple, domain };
  }
  const { left, right } = expr;
  const tuple = left.kind === "Tuple";
  const names = (tuple ? left.items : [left]).flatMap((e): Name[] =>
    e.kind === "Apply" ? [{ kind: "Name", id: e.id, span: e.span, text: e.name }] : [],
  );
  return { kind: "Bound", id: expr.id, span: expr.span, names, tuple, domain: right };
}

/** `<<a, b>>` or `<<A>>_v`. */
export function parseAngle(c: Cursor): Expr {
  const open = c.take();
  const { start } = open;
  if (c.accept(">>")) return { kind: "Tuple", ...c.base(start), items: [] };
  const items = parseExprList(c);
  const action = items[0];
  if (action !== undefined && items.length === 1 && c.accept(">>_")) {
    const subscript = parseSubscript(c, true);
    return { kind: "ActionSub", ...c.base(start), form: "angle", action, subscript };
  }
  c.close(">>", open);
  return { kind: "Tuple", ...c.base(start), items };
}
