/**
 * Constructors for syntax that a program makes rather than a parser.
 *
 * Ids come from a decreasing counter and so are negative: they never clash with the ids of parsed nodes. The span is
 * always `synthetic`. Nothing here inserts parentheses: the printer adds those that precedence asks for.
 */
import type {
  ActionSub,
  Apply,
  At,
  Bound,
  Case,
  CaseArm,
  Choose,
  Constants,
  Definition,
  Except,
  Expr,
  Extends,
  Fairness,
  Field,
  FieldExpr,
  FunctionDefinition,
  FunctionLit,
  FunctionSet,
  If,
  Index,
  Infix,
  Instance,
  Junction,
  Lambda,
  Let,
  Module,
  Name,
  NumberLit,
  OperatorRef,
  Param,
  Paren,
  PathStep,
  Postfix,
  Prefix,
  Quantifier,
  RecordLit,
  RecordSet,
  Recursive,
  Separator,
  SetFilter,
  SetLit,
  SetMap,
  Span,
  StringLit,
  Substitution,
  TupleLit,
  Unit,
  Variables,
} from "./ast.js";

/** The span of every node made here. */
export const synthetic: Span = { start: 0, end: 0 };

let lastId = 0;

/** A new id and the synthetic span, for a node written out by hand. */
export function base(): { readonly id: number; readonly span: Span } {
  lastId -= 1;
  return { id: lastId, span: synthetic };
}

/** Whether a program made the node (its span then says nothing about any source). */
export function isSynthetic(node: { readonly id: number }): boolean {
  return node.id < 0;
}

// ------------------------------------------------------------------------------------------------------- leaves

export const name = (text: string): Name => ({ kind: "Name", ...base(), text });

/** `name` alone, or `name(args…)`. */
export const apply = (operator: string, ...args: readonly Expr[]): Apply => ({
  kind: "Apply",
  ...base(),
  path: [],
  name: operator,
  args,
});

/** `M!name(args…)`. */
export const applyIn = (instance: string, operator: string, ...args: readonly Expr[]): Apply => ({
  ...apply(operator, ...args),
  path: [{ span: synthetic, name: instance, args: [] }],
});

export const bool = (value: boolean): Apply => apply(value ? "TRUE" : "FALSE");

/** An integer; negative ones are a prefix minus, as TLA+ has no negative literals. */
export function num(value: number): NumberLit | Prefix {
  const literal: NumberLit = { kind: "Number", ...base(), text: String(Math.abs(value)) };
  return value < 0 ? prefix("-", literal) : literal;
}

export const str = (value: string): StringLit => ({ kind: "String", ...base(), value });
export const at = (): At => ({ kind: "At", ...base() });
export const operatorRef = (op: string): OperatorRef => ({ kind: "OperatorRef", ...base(), op });

// ---------------------------------------------------------------------------------------------------- operators

export const infix = (op: string, left: Expr, right: Expr): Infix => ({
  kind: "Infix",
  ...base(),
  op,
  left,
  right,
});
export const prefix = (op: string, arg: Expr): Prefix => ({ kind: "Prefix", ...base(), op, arg });
export const postfix = (op: string, arg: Expr): Postfix => ({ kind: "Postfix", ...base(), op, arg });
export const paren = (body: Expr): Paren => ({ kind: "Paren", ...base(), body });

export const junction = (op: Junction["op"], items: readonly Expr[]): Junction => ({
  kind: "Junction",
  ...base(),
  op,
  items,
});

/** A conjunction list; no items give TRUE, one gives itself. */
export function and(items: readonly Expr[]): Expr {
  const first = items[0];
  if (first === undefined) return bool(true);
  return items.length === 1 ? first : junction("/\\", items);
}

/** A disjunction list; no items give FALSE, one gives itself. */
export function or(items: readonly Expr[]): Expr {
  const first = items[0];
  if (first === undefined) return bool(false);
  return items.length === 1 ? first : junction("\\/", items);
}

export const not = (arg: Expr): Prefix => prefix("~", arg);
export const implies = (left: Expr, right: Expr): Infix => infix("=>", left, right);
export const eq = (left: Expr, right: Expr): Infix => infix("=", left, right);
export const neq = (left: Expr, right: Expr): Infix => infix("#", left, right);
export const inSet = (element: Expr, domain: Expr): Infix => infix("\\in", element, domain);
export const notIn = (element: Expr, domain: Expr): Infix => infix("\\notin", element, domain);
export const union = (left: Expr, right: Expr): Infix => infix("\\cup", left, right);
export const range = (low: Expr, high: Expr): Infix => infix("..", low, high);
export const prime = (arg: Expr): Postfix => postfix("'", arg);
export const domain = (arg: Expr): Prefix => prefix("DOMAIN", arg);

/** `UNCHANGED x`, or `UNCHANGED <<x, y>>` for other than one variable. */
export function unchanged(...variables: readonly string[]): Prefix {
  const refs = variables.map((v) => apply(v));
  const first = refs[0];
  return prefix("UNCHANGED", refs.length === 1 && first !== undefined ? first : tuple(...refs));
}

// ------------------------------------------------------------------------------------------------------ binders

/** `x \in domain`, `x, y \in domain`, or the unbounded `x`. */
export const bound = (names: string | readonly string[], over?: Expr): Bound => ({
  kind: "Bound",
  ...base(),
  names: (typeof names === "string" ? [names] : names).map(name),
  tuple: false,
  domain: over,
});

/** `<<x, y>> \in domain`. */
export const tupleBound = (names: readonly string[], over: Expr): Bound => ({
  ...bound(names, over),
  tuple: true,
});

export const quantifier = (op: Quantifier["op"], bounds: readonly Bound[], body: Expr): Quantifier => ({
  kind: "Quantifier",
  ...base(),
  op,
  bounds,
  body,
});
export const exists = (bounds: Bound | readonly Bound[], body: Expr): Quantifier =>
  quantifier("\\E", boundList(bounds), body);
export const forall = (bounds: Bound | readonly Bound[], body: Expr): Quantifier =>
  quantifier("\\A", boundList(bounds), body);
export const choose = (over: Bound, body: Expr): Choose => ({
  kind: "Choose",
  ...base(),
  bound: over,
  body,
});
export const lambda = (params: readonly string[], body: Expr): Lambda => ({
  kind: "Lambda",
  ...base(),
  params: params.map(name),
  body,
});

function boundList(bounds: Bound | readonly Bound[]): readonly Bound[] {
  return "kind" in bounds ? [bounds] : bounds;
}

// --------------------------------------------------------------------------------------------- sets and functions

export const tuple = (...items: readonly Expr[]): TupleLit => ({ kind: "Tuple", ...base(), items });
export const set = (...items: readonly Expr[]): SetLit => ({ kind: "Set", ...base(), items });
export const setFilter = (over: Bound, body: Expr): SetFilter => ({
  kind: "SetFilter",
  ...base(),
  bound: over,
  body,
});
export const setMap = (body: Expr, bounds: Bound | readonly Bound[]): SetMap => ({
  kind: "SetMap",
  ...base(),
  body,
  bounds: boundList(bounds),
});
export const fn = (bounds: Bound | readonly Bound[], body: Expr): FunctionLit => ({
  kind: "Function",
  ...base(),
  bounds: boundList(bounds),
  body,
});
export const fnSet = (from: Expr, to: Expr): FunctionSet => ({
  kind: "FunctionSet",
  ...base(),
  domain: from,
  range: to,
});
export const index = (of: Expr, ...args: readonly Expr[]): Index => ({
  kind: "Index",
  ...base(),
  fn: of,
  args,
});

/** Fields in the order given: pairs, or an object's entries. */
export type Fields = readonly (readonly [string, Expr])[] | Readonly<Record<string, Expr>>;

export const record = (fields: Fields): RecordLit => ({
  kind: "Record",
  ...base(),
  fields: fieldList(fields),
});
export const recordSet = (fields: Fields): RecordSet => ({
  kind: "RecordSet",
  ...base(),
  fields: fieldList(fields),
});
export const field = (of: Expr, label: string): Field => ({
  kind: "Field",
  ...base(),
  record: of,
  name: name(label),
});

function isPairs(fields: Fields): fields is readonly (readonly [string, Expr])[] {
  return Array.isArray(fields);
}

function fieldList(fields: Fields): readonly FieldExpr[] {
  const pairs = isPairs(fields) ? fields : Object.entries(fields);
  return pairs.map(([label, value]) => ({ kind: "FieldExpr", ...base(), name: name(label), value }));
}

/** A step of an EXCEPT path: a string is `.field`, a list of expressions is `[a, b]`. */
export type Step = string | readonly Expr[];

/** `[of EXCEPT !path = value, …]`. */
export const except = (of: Expr, updates: readonly (readonly [readonly Step[], Expr])[]): Except => ({
  kind: "Except",
  ...base(),
  base: of,
  updates: updates.map(([path, value]) => ({
    kind: "ExceptUpdate",
    ...base(),
    path: path.map(pathStep),
    value,
  })),
});

function pathStep(step: Step): PathStep {
  if (typeof step === "string") return { kind: "PathField", ...base(), name: name(step) };
  return { kind: "PathIndex", ...base(), args: step };
}

// ------------------------------------------------------------------------------------------------------ control

export const ifThenElse = (test: Expr, yes: Expr, no: Expr): If => ({
  kind: "If",
  ...base(),
  test,
  then: yes,
  else: no,
});

/** `CASE test -> value [] …`; an `undefined` test is OTHER. */
export const caseOf = (arms: readonly (readonly [Expr | undefined, Expr])[]): Case => ({
  kind: "Case",
  ...base(),
  arms: arms.map(([test, value]): CaseArm => ({ kind: "CaseArm", ...base(), test, value })),
});
export const letIn = (units: readonly Unit[], body: Expr): Let => ({ kind: "Let", ...base(), units, body });

/** `[action]_subscript`. */
export const box = (action: Expr, subscript: Expr): ActionSub => ({
  kind: "ActionSub",
  ...base(),
  form: "box",
  action,
  subscript,
});
/** `<<action>>_subscript`. */
export const angle = (action: Expr, subscript: Expr): ActionSub => ({
  ...box(action, subscript),
  form: "angle",
});
export const fairness = (op: Fairness["op"], subscript: Expr, action: Expr): Fairness => ({
  kind: "Fairness",
  ...base(),
  op,
  subscript,
  action,
});

// -------------------------------------------------------------------------------------------------------- units

export const param = (text: string, arity = 0): Param => ({
  kind: "Param",
  ...base(),
  name: name(text),
  arity,
});

/** `operator(params…) == body`. */
export const definition = (
  operator: string,
  params: readonly (string | Param)[],
  body: Expr,
  local = false,
): Definition => ({
  kind: "Definition",
  ...base(),
  local,
  name: name(operator),
  fixity: "name",
  params: paramList(params),
  body,
});
/** `f[bounds] == body`. */
export const functionDefinition = (
  text: string,
  bounds: Bound | readonly Bound[],
  body: Expr,
): FunctionDefinition => ({
  kind: "FunctionDefinition",
  ...base(),
  local: false,
  name: name(text),
  bounds: boundList(bounds),
  body,
});
export const extendsUnit = (...modules: readonly string[]): Extends => ({
  kind: "Extends",
  ...base(),
  modules: modules.map(name),
});
export const constants = (...params: readonly (string | Param)[]): Constants => ({
  kind: "Constants",
  ...base(),
  params: paramList(params),
});
export const variables = (...names: readonly string[]): Variables => ({
  kind: "Variables",
  ...base(),
  names: names.map(name),
});
export const recursive = (...params: readonly Param[]): Recursive => ({
  kind: "Recursive",
  ...base(),
  params,
});
export const separator = (): Separator => ({ kind: "Separator", ...base() });

/** `INSTANCE of WITH a <- e, …`; with `named`, `named == INSTANCE …`. */
export const instance = (
  of: string,
  substitutions: readonly (readonly [string, Expr])[] = [],
  named?: string,
): Instance => ({
  kind: "Instance",
  ...base(),
  local: false,
  name: named === undefined ? undefined : name(named),
  params: [],
  module: name(of),
  substitutions: substitutions.map(
    ([text, value]): Substitution => ({ kind: "Substitution", ...base(), name: name(text), value }),
  ),
});
export const module = (text: string, units: readonly Unit[]): Module => ({
  kind: "Module",
  ...base(),
  name: name(text),
  units,
});

function paramList(params: readonly (string | Param)[]): readonly Param[] {
  return params.map((p) => (typeof p === "string" ? param(p) : p));
}
