/** Free names and capture-avoiding substitution. */
import type { Apply, Bound, Expr, Let, Name, Param, Unit } from "./ast.js";
import { base } from "./build.js";
import { mapAll, mapChildren, mapSpine, mapUnitChildren, plainName, texts, walk } from "./visit.js";

/** The names a unit of a LET makes known. */
function defined(unit: Unit): readonly string[] {
  switch (unit.kind) {
    case "Definition":
    case "FunctionDefinition":
      return [unit.name.text];
    case "Instance":
      return texts(unit.name === undefined ? [] : [unit.name]);
    case "Recursive":
      return texts(unit.params);
    default:
      return [];
  }
}

/** The names bound within a unit alone: its parameters. */
function parameters(unit: Unit): readonly string[] {
  if (unit.kind === "Definition" || unit.kind === "Instance") return texts(unit.params);
  if (unit.kind === "FunctionDefinition") return unit.bounds.flatMap((b) => texts(b.names));
  return [];
}

/** The names an expression binds in its body. */
function binders(expr: Expr): readonly string[] {
  switch (expr.kind) {
    case "Quantifier":
    case "Function":
    case "SetMap":
      return expr.bounds.flatMap((b) => texts(b.names));
    case "Choose":
    case "SetFilter":
      return texts(expr.bound.names);
    case "Lambda":
      return texts(expr.params);
    case "Let":
      return expr.units.flatMap(defined);
    default:
      return [];
  }
}

/**
 * Calls `f` on an expression's parts, telling for each which names are bound there by the expression itself.
 */
function scoped(expr: Expr, f: (part: Expr, bound: readonly string[]) => Expr): Expr {
  const bound = binders(expr);
  switch (expr.kind) {
    case "Quantifier":
    case "Function":
    case "SetMap":
    case "Choose":
    case "SetFilter":
    case "Lambda": {
      const { body } = expr;
      return mapChildren(expr, (part) => f(part, part === body ? bound : []));
    }
    case "Let":
      return scopedLet(expr, bound, f);
    default:
      return mapChildren(expr, (part) => f(part, []));
  }
}

function scopedLet(
  expr: Let,
  bound: readonly string[],
  f: (part: Expr, bound: readonly string[]) => Expr,
): Expr {
  const units = mapAll(expr.units, (unit) => {
    const inner = [...bound, ...parameters(unit)];
    const body = unit.kind === "FunctionDefinition" ? unit.body : undefined;
    return mapUnitChildren(unit, (part) =>
      f(part, unit.kind === "FunctionDefinition" && part !== body ? bound : inner),
    );
  });
  const body = f(expr.body, bound);
  return units === expr.units && body === expr.body ? expr : { ...expr, units, body };
}

/** An expression with the names bound around it. */
interface Scoped {
  readonly part: Expr;
  readonly bound: ReadonlySet<string>;
}

/**
 * The names that occur free: constants, variables, operators with and without arguments, instances (`M` of
 * `M!Op`).
 * Symbols (`+`, `\cup`) and the built-in names `TRUE`, `FALSE`, `BOOLEAN`, `STRING` are not excluded from
 * the latter:
 * the built-in names count as names.
 */
export function freeNames(expr: Expr): ReadonlySet<string> {
  const found = new Set<string>();
  const pending: Scoped[] = [{ part: expr, bound: new Set() }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { part, bound } = next;
    if (part.kind === "Apply") {
      const head = part.path[0]?.name ?? part.name;
      if (!bound.has(head)) found.add(head);
    }
    const below: Scoped[] = [];
    scoped(part, (inner, names) => {
      below.push({ part: inner, bound: names.length === 0 ? bound : new Set([...bound, ...names]) });
      return inner;
    });
    for (const item of below.reverse()) pending.push(item);
  }
  return found;
}

type Replacements = ReadonlyMap<string, Expr>;

function reference(name: string): Apply {
  return { kind: "Apply", ...base(), path: [], name, args: [] };
}

/** Every name in an expression, bound or free: none of them is fresh. */
function allNames(expr: Expr): Set<string> {
  const found = new Set<string>();
  walk(expr, (node) => {
    if (node.kind === "Name") found.add(node.text);
    else if (node.kind === "Apply")
      for (const n of [node.name, ...node.path.map((p) => p.name)]) found.add(n);
  });
  return found;
}

function fresh(name: string, taken: ReadonlySet<string>): string {
  for (let i = 1; ; i++) if (!taken.has(`${name}_${i}`)) return `${name}_${i}`;
}

type Renaming = ReadonlyMap<string, string>;

function renameName(name: Name, renaming: Renaming): Name {
  const text = renaming.get(name.text);
  return text === undefined ? name : { ...name, text };
}

function renameBound(bound: Bound, renaming: Renaming): Bound {
  return { ...bound, names: bound.names.map((n) => renameName(n, renaming)) };
}

function renameParam(param: Param, renaming: Renaming): Param {
  return { ...param, name: renameName(param.name, renaming) };
}

function renameUnit(unit: Unit, renaming: Renaming): Unit {
  switch (unit.kind) {
    case "Definition":
      return {
        ...unit,
        name: renameName(unit.name, renaming),
        params: unit.params.map((p) => renameParam(p, renaming)),
      };
    case "FunctionDefinition":
      return {
        ...unit,
        name: renameName(unit.name, renaming),
        bounds: unit.bounds.map((b) => renameBound(b, renaming)),
      };
    case "Instance":
      return {
        ...unit,
        name: unit.name === undefined ? undefined : renameName(unit.name, renaming),
        params: unit.params.map((p) => renameParam(p, renaming)),
      };
    case "Recursive":
      return { ...unit, params: unit.params.map((p) => renameParam(p, renaming)) };
    default:
      return unit;
  }
}

/** Renames what an expression itself binds; the uses in its scope are renamed by substitution. */
function renameBinders(expr: Expr, renaming: Renaming): Expr {
  switch (expr.kind) {
    case "Quantifier":
    case "Function":
    case "SetMap":
      return { ...expr, bounds: expr.bounds.map((b) => renameBound(b, renaming)) };
    case "Choose":
    case "SetFilter":
      return { ...expr, bound: renameBound(expr.bound, renaming) };
    case "Lambda":
      return { ...expr, params: expr.params.map((p) => renameName(p, renaming)) };
    case "Let":
      return { ...expr, units: expr.units.map((u) => renameUnit(u, renaming)) };
    default:
      return expr;
  }
}

/** The bound names that would capture a free name of a replacement used below, each with a fresh name. */
function captures(expr: Expr, map: Replacements): Renaming {
  const letParams = expr.kind === "Let" ? expr.units.flatMap(parameters) : [];
  const bound = [...binders(expr), ...letParams];
  const renaming = new Map<string, string>();
  if (bound.length === 0) return renaming;
  const free = freeNames(expr);
  const used = [...map].filter(([name]) => free.has(name));
  const incoming = new Set(used.flatMap(([, value]) => [...freeNames(value)]));
  const clashing = bound.filter((name) => incoming.has(name));
  if (clashing.length === 0) return renaming;
  const taken = new Set([...allNames(expr), ...incoming]);
  for (const name of new Set(clashing)) {
    const other = fresh(name, taken);
    taken.add(other);
    renaming.set(name, other);
  }
  return renaming;
}

function applyReplacement(expr: Apply, map: Replacements): Expr {
  const head = expr.path[0];
  const value = map.get(head?.name ?? expr.name);
  if (value === undefined) return expr;
  const renamed = plainName(value);
  if (head !== undefined) {
    if (renamed === undefined) return expr;
    return { ...expr, path: [{ ...head, name: renamed }, ...expr.path.slice(1)] };
  }
  if (expr.args.length === 0) return value;
  if (renamed !== undefined) return { ...expr, name: renamed };
  if (value.kind === "Lambda" && value.params.length === expr.args.length) {
    const args = new Map(value.params.map((p, i): [string, Expr] => [p.text, expr.args[i] ?? expr]));
    return substitute(value.body, args);
  }
  const [left, right] = expr.args;
  if (value.kind !== "OperatorRef" || left === undefined) return expr;
  const { id, span } = expr;
  if (right !== undefined) return { kind: "Infix", id, span, op: value.op, left, right };
  return {
    kind: value.op === "'" || value.op.startsWith("^") ? "Postfix" : "Prefix",
    id,
    span,
    op: value.op,
    arg: left,
  };
}

/**
 * Replaces free names by expressions, all at once. A bound name that would capture a name of a replacement
 * is renamed
 * (`x` to `x_1`, …). A name used with arguments is replaced if its replacement is a name, an operator
 * symbol or a LAMBDA
 * (which is then applied); otherwise it stays. Parts without any replaced name stay the same nodes. No
 * parentheses
 * are added around replacements: the tree says what binds.
 */
export function substitute(expr: Expr, map: Replacements): Expr {
  if (map.size === 0) return expr;
  if (expr.kind === "Infix") {
    return mapSpine(
      expr,
      (operand) => substitute(operand, map),
      (infix) => infix,
    );
  }
  const renaming = captures(expr, map);
  const renamed = renaming.size === 0 ? expr : renameBinders(expr, renaming);
  const back = new Map([...renaming].map(([from, to]) => [to, from]));
  const inside = (part: Expr, bound: readonly string[]): Expr => {
    if (bound.length === 0) return substitute(part, map);
    const inner = new Map(map);
    for (const name of bound) {
      const old = back.get(name);
      inner.delete(old ?? name);
      if (old !== undefined) inner.set(old, reference(name));
    }
    return substitute(part, inner);
  };
  const result = scoped(renamed, inside);
  return result.kind === "Apply" ? applyReplacement(result, map) : result;
}
