/** Forms in brackets, and the bounds they share with quantifiers. */
import type { Bound, Except, ExceptUpdate, Expr, FieldExpr, Name, PathStep } from "./ast.js";
import { isKeyword } from "./lexer.js";
import type { Cursor } from "./parse-cursor.js";
import { parseExpr, parseSubscript } from "./parse-expr.js";

/** One or more expressions with commas between them. */
export function parseExprList(c: Cursor): readonly Expr[] {
  const items = [parseExpr(c)];
  while (c.accept(",")) items.push(parseExpr(c));
  return items;
}

/** `x, y \in S, <<a, b>> \in T`, or names alone: a list without any domain is one bound. */
export function parseBounds(c: Cursor): readonly Bound[] {
  const bounds: Bound[] = [];
  do {
    const { start } = c.raw();
    const tuple = c.is("<<");
    const names = tuple ? parseNameTuple(c) : parseNames(c);
    if (!c.accept("\\in")) {
      if (bounds.length > 0 || tuple) c.unexpected("`\\in`");
      bounds.push({ kind: "Bound", ...c.base(start), names, tuple, domain: undefined });
      break;
    }
    const domain = parseExpr(c);
    bounds.push({ kind: "Bound", ...c.base(start), names, tuple, domain });
  } while (c.accept(","));
  return bounds;
}

/** The names of a temporal quantifier, which have no domains. */
export function parseNoBounds(c: Cursor): readonly Bound[] {
  const { start } = c.raw();
  const names = parseNames(c);
  return [{ kind: "Bound", ...c.base(start), names, tuple: false, domain: undefined }];
}

/** One name or one tuple of names, with or without a domain. */
export function parseChooseBound(c: Cursor): Bound {
  const { start } = c.raw();
  const tuple = c.is("<<");
  const names = tuple ? parseNameTuple(c) : [c.name("a bound name")];
  if (c.is(",")) c.unexpected("one bound name", "CHOOSE binds one name or one tuple of names");
  const domain = c.accept("\\in") ? parseExpr(c) : undefined;
  return { kind: "Bound", ...c.base(start), names, tuple, domain };
}

function parseNames(c: Cursor): readonly Name[] {
  const names = [c.name("a bound name")];
  while (c.accept(",")) names.push(c.name("a bound name"));
  return names;
}

function parseNameTuple(c: Cursor): readonly Name[] {
  const open = c.take();
  if (c.accept(">>")) return [];
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

/**
 * Whether a bound starts `ahead` of the position: names, or anything in `<<` `>>`, with `\in` after them. After `[` and `{`
 * such a text is read as a bound and as nothing else, as SANY does.
 */
export function startsBounds(c: Cursor, ahead: number): boolean {
  let at = ahead;
  if (c.raw(at).type === "<<") {
    const after = c.afterAngle(at);
    return after > 0 && c.raw(after).type === "\\in";
  }
  while (c.raw(at).type === "id" && c.raw(at + 1).type === ",") at += 2;
  return c.raw(at).type === "id" && c.raw(at + 1).type === "\\in";
}

/** Everything that starts with `[`. */
export function parseBracket(c: Cursor): Expr {
  const open = c.raw();
  const { start } = open;
  const second = c.raw(1).type;
  const third = c.raw(2).type;
  const isField = second === "id" ? third === "|->" || third === ":" : third === "|->" && isKeyword(second);
  if (isField) return parseRecord(c, third);
  if (startsBounds(c, 1)) {
    c.take();
    const bounds = parseDomainBounds(c);
    if (!c.is("|->")) c.unexpected("`|->`", bracketHint(c));
    c.take();
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
    const subscript = parseSubscript(c);
    return { kind: "ActionSub", ...c.base(start), form: "box", action: first, subscript };
  }
  if (c.is("]")) c.unexpected("`]_`, `->` or EXCEPT", "an action in brackets needs a subscript: `[A]_vars`");
  c.close("]_", open);
  return first;
}

function bracketHint(c: Cursor): string | undefined {
  if (c.is("]") || c.is("]_") || c.is("EXCEPT") || c.is("->")) {
    return "an expression that starts with `x \\in` needs parentheses after `[`";
  }
  return undefined;
}

function parseRecord(c: Cursor, arrow: string): Expr {
  const open = c.take();
  const fields: FieldExpr[] = [];
  do {
    const name = fields.length === 0 ? c.anyName("a field name") : c.name("a field name");
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
      const name = c.anyName("a field name");
      path.push({ kind: "PathField", ...c.base(open.start), name });
    } else break;
  }
  if (path.length === 0) c.unexpected("`[` or `.`");
  c.expect("=", "EXCEPT assigns with `=`");
  const value = parseExpr(c);
  return { kind: "ExceptUpdate", ...c.base(start), path, value };
}

/** Everything that starts with `{`. */
export function parseBrace(c: Cursor): Expr {
  const open = c.take();
  const { start } = open;
  if (c.accept("}")) return { kind: "Set", ...c.base(start), items: [] };
  const first = startsBounds(c, 0) ? parseFilterHead(c) : parseExpr(c);
  if (c.is(":") && first.kind === "Bound") {
    c.take();
    const body = parseExpr(c);
    c.close("}", open);
    return { kind: "SetFilter", ...c.base(start), bound: first, body };
  }
  if (first.kind !== "Bound" && c.accept(":")) {
    const bounds = parseDomainBounds(c);
    c.close("}", open);
    return { kind: "SetMap", ...c.base(start), body: first, bounds };
  }
  const items = [first.kind === "Bound" ? membership(c, first) : first];
  while (c.accept(",")) items.push(parseExpr(c));
  c.close("}", open);
  return { kind: "Set", ...c.base(start), items };
}

/** After `{`: `x \in S`, which is a bound if `:` follows. The domain reaches as far as it can. */
function parseFilterHead(c: Cursor): Bound {
  const { start } = c.raw();
  const tuple = c.is("<<");
  const names = tuple ? parseNameTuple(c) : [c.name("a bound name")];
  c.expect("\\in", c.is(",") ? "a set of `x \\in S : P` binds one name or one tuple" : undefined);
  const domain = parseExpr(c);
  return { kind: "Bound", ...c.base(start), names, tuple, domain };
}

/** A bound read as an expression: `{x \in S}` is a set of one truth value. */
function membership(c: Cursor, bound: Bound): Expr {
  const names = bound.names.map(
    (n): Expr => ({ kind: "Apply", id: n.id, span: n.span, path: [], name: n.text, args: [] }),
  );
  const { span, domain } = bound;
  const [only] = names;
  if (only === undefined || domain === undefined) return c.unexpected("`:`");
  const tupleEnd = c.source.lastIndexOf("\\in", domain.span.start);
  const tupleSpan = { start: span.start, end: Math.max(tupleEnd, bound.names.at(-1)?.span.end ?? 0) };
  const left: Expr = bound.tuple ? { kind: "Tuple", id: c.id(), span: tupleSpan, items: names } : only;
  return { kind: "Infix", id: bound.id, span, op: "\\in", left, right: domain };
}

/** `<<a, b>>` or `<<A>>_v`. */
export function parseAngle(c: Cursor): Expr {
  const open = c.take();
  const { start } = open;
  if (c.accept(">>")) return { kind: "Tuple", ...c.base(start), items: [] };
  const items = parseExprList(c);
  const itemsEnd = c.end();
  if (c.accept(">>_")) {
    const [first] = items;
    const span = { start: first?.span.start ?? start, end: itemsEnd };
    const action: Expr =
      first !== undefined && items.length === 1 ? first : { kind: "Tuple", id: c.id(), span, items };
    const subscript = parseSubscript(c);
    return { kind: "ActionSub", ...c.base(start), form: "angle", action, subscript };
  }
  c.close(">>", open);
  return { kind: "Tuple", ...c.base(start), items };
}
