/** Names in expressions: every identifier and operator is linked to what it stands for. */
import { unreachable } from "../report/diagnostic.js";
import type { Apply, Bound, Expr, FieldExpr, Name, Node, Param, Span } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import * as faults from "./faults.js";
import { type Frame, frame } from "./scope.js";
import { placeOfDeclaration, type Walk } from "./tables.js";
import type { Declaration, InstanceDeclaration, ScopeEntry, Through } from "./types.js";
import { letUnits } from "./units.js";

/** The name an operator is looked up by: `-` before its operand is `-.`. */
export function operatorName(op: string, prefix: boolean): string {
  const name = canonicalOp(op);
  return prefix && name === "-" ? "-." : name;
}

/** Runs `body` with new names visible in it. */
export function within(walk: Walk, body: (inner: Frame) => void): void {
  const outer = walk.scope;
  walk.scope = frame(outer);
  try {
    body(walk.scope);
  } finally {
    walk.scope = outer;
  }
}

/**
 * Makes a name visible. TLA+ has no shadowing: parameters and bound names may not be anything yet; a declaration may
 * repeat one of the same kind and arity.
 */
export function declare(
  walk: Walk,
  node: Node,
  name: string,
  declaration: Declaration,
  exported = false,
): void {
  walk.tables.declarations.set(node, declaration);
  const before = walk.find(name);
  if (before === undefined) {
    walk.scope.names.set(name, { declaration, through: [], exported });
    return;
  }
  const place = walk.place(node);
  if (before.declaration.kind === "builtin") walk.report(faults.builtinRedefined(name, place));
  else if (
    declaration.kind === "parameter" ||
    declaration.kind === "bound" ||
    before.declaration.kind !== declaration.kind ||
    before.declaration.params.length !== declaration.params.length
  ) {
    walk.report(faults.redefined(name, place, placeOfDeclaration(before.declaration)));
  }
}

export function declareParam(walk: Walk, param: Param | Name): void {
  const name = canonicalOp(param.kind === "Param" ? param.name.text : param.text);
  const arity = param.kind === "Param" ? param.arity : 0;
  const params = Array.from({ length: arity }, () => 0);
  declare(walk, param, name, { kind: "parameter", name, module: walk.module, params, node: param });
}

/** The domains of bounds, then their names. */
export function declareBounds(walk: Walk, bounds: readonly Bound[], temporal = false): void {
  for (const bound of bounds) if (bound.domain !== undefined) resolveExpr(walk, bound.domain);
  for (const bound of bounds) {
    for (const name of bound.names) {
      const declaration = {
        kind: "bound",
        name: name.text,
        module: walk.module,
        params: [],
        node: name,
        temporal,
      } as const;
      declare(walk, name, name.text, declaration);
    }
  }
}

function resolveOperator(walk: Walk, node: Node, op: string, prefix: boolean, count: number): void {
  const name = operatorName(op, prefix);
  const entry = walk.find(name);
  if (entry === undefined) {
    walk.report(faults.unknownName(op, operatorPlace(walk, node, op), walk.guess(name)));
    return;
  }
  const { params } = entry.declaration;
  if (params.length !== count || params.some((p) => p > 0)) {
    walk.report(
      faults.arity(op, params.length, count, walk.place(node), placeOfDeclaration(entry.declaration)),
    );
    return;
  }
  walk.refer(node, entry);
}

/** Where the operator itself stands in its expression. */
function operatorPlace(walk: Walk, node: Node, op: string): ReturnType<Walk["place"]> {
  let from = node.span.start;
  if (node.kind === "Infix") from = node.left.span.end;
  if (node.kind === "Postfix") from = node.arg.span.end;
  const start = walk.parsed.source.indexOf(op, from);
  return walk.place(start < 0 ? node : { span: { start, end: start + op.length } });
}

/** Links all names in an expression that stands for a value. */
export function resolveExpr(walk: Walk, expr: Expr): void {
  switch (expr.kind) {
    case "Apply":
      resolveApply(walk, expr, 0);
      return;
    case "Number":
    case "String":
      return;
    case "At":
      if (walk.updates === 0) walk.report(faults.atOutside(walk.place(expr)));
      return;
    case "Prefix":
      resolveOperator(walk, expr, expr.op, true, 1);
      resolveExpr(walk, expr.arg);
      return;
    case "Postfix":
      resolveOperator(walk, expr, expr.op, false, 1);
      resolveExpr(walk, expr.arg);
      return;
    case "Infix":
      resolveInfix(walk, expr);
      return;
    case "Junction":
      resolveOperator(walk, expr, expr.op, false, 2);
      resolveAll(walk, expr.items);
      return;
    case "Tuple":
    case "Set":
      resolveAll(walk, expr.items);
      return;
    case "Paren":
      resolveExpr(walk, expr.body);
      return;
    case "Quantifier":
      within(walk, () => {
        declareBounds(walk, expr.bounds, expr.op === "\\AA" || expr.op === "\\EE");
        resolveExpr(walk, expr.body);
      });
      return;
    case "Choose":
    case "SetFilter":
      within(walk, () => {
        declareBounds(walk, [expr.bound]);
        resolveExpr(walk, expr.body);
      });
      return;
    case "SetMap":
    case "Function":
      within(walk, () => {
        declareBounds(walk, expr.bounds);
        resolveExpr(walk, expr.body);
      });
      return;
    case "FunctionSet":
      resolveAll(walk, [expr.domain, expr.range]);
      return;
    case "Index":
      resolveAll(walk, [expr.fn, ...expr.args]);
      return;
    case "Record":
    case "RecordSet":
      checkFields(walk, expr.fields);
      resolveAll(
        walk,
        expr.fields.map((f) => f.value),
      );
      return;
    case "Field":
      resolveExpr(walk, expr.record);
      return;
    case "Except":
      resolveExcept(walk, expr);
      return;
    case "If":
      resolveAll(walk, [expr.test, expr.then, expr.else]);
      return;
    case "Case":
      for (const arm of expr.arms) {
        if (arm.test !== undefined) resolveExpr(walk, arm.test);
        resolveExpr(walk, arm.value);
      }
      return;
    case "Let":
      within(walk, () => {
        letUnits(walk, expr.units);
        resolveExpr(walk, expr.body);
      });
      return;
    case "Lambda":
    case "OperatorRef":
      walk.report(faults.valueExpected(walk.place(expr)));
      return;
    case "ActionSub":
    case "Fairness":
      resolveAll(walk, [expr.action, expr.subscript]);
      return;
    case "Label":
      resolveLabel(walk, expr);
      return;
    default:
      unreachable(expr);
  }
}

function checkFields(walk: Walk, fields: readonly FieldExpr[]): void {
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name.text)) walk.report(faults.duplicateField(name.text, walk.place(name)));
    seen.add(name.text);
  }
}

function resolveAll(walk: Walk, exprs: readonly Expr[]): void {
  for (const e of exprs) resolveExpr(walk, e);
}

/** Chains of infix operators lean to the left and may be long: they are walked without recursion. */
function resolveInfix(walk: Walk, expr: Expr): void {
  const chain: Extract<Expr, { kind: "Infix" }>[] = [];
  let at = expr;
  while (at.kind === "Infix") {
    chain.push(at);
    at = at.left;
  }
  resolveExpr(walk, at);
  for (const infix of chain.reverse()) {
    resolveOperator(walk, infix, infix.op, false, 2);
    resolveExpr(walk, infix.right);
  }
}

function resolveExcept(walk: Walk, expr: Extract<Expr, { kind: "Except" }>): void {
  resolveExpr(walk, expr.base);
  for (const update of expr.updates) {
    for (const step of update.path) if (step.kind === "PathIndex") resolveAll(walk, step.args);
    walk.updates += 1;
    resolveExpr(walk, update.value);
    walk.updates -= 1;
  }
}

function resolveLabel(walk: Walk, expr: Extract<Expr, { kind: "Label" }>): void {
  const params = expr.params.map(() => 0);
  walk.tables.declarations.set(expr, {
    kind: "label",
    name: expr.name.text,
    module: walk.module,
    params,
    node: expr,
  });
  for (const param of expr.params) {
    const entry = walk.find(param.text);
    if (entry === undefined)
      walk.report(faults.unknownName(param.text, walk.place(param), walk.guess(param.text)));
    else walk.refer(param, entry);
  }
  resolveExpr(walk, expr.body);
}

/** The part of an `Apply` that is one name, for places. */
function partSpan(apply: Apply, index: number): Span {
  const part = apply.path[index];
  if (part !== undefined) return { start: part.span.start, end: part.span.start + part.name.length };
  const start = apply.path.length === 0 ? apply.span.start : apply.span.end - apply.name.length;
  const exact = apply.path.length === 0 || apply.args.length === 0;
  return exact ? { start, end: start + apply.name.length } : apply.span;
}

interface Found {
  readonly entry: ScopeEntry;
  readonly through: readonly Through[];
  /** How many parts of the name were used. */
  readonly used: number;
  /** Arities of all parameters still to be given, those of instances first. */
  readonly params: readonly number[];
}

type Part = { readonly name: string; readonly args: readonly Expr[] };

/** Follows `N!M!Op` as far as there are instances; arguments of instances are resolved on the way if `applied`. */
function follow(walk: Walk, apply: Apply, parts: readonly Part[], applied: boolean): Found | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  let entry = walk.find(canonicalOp(first.name));
  if (entry === undefined) {
    const place = walk.place({ span: partSpan(apply, 0) });
    walk.report(faults.unknownName(first.name, place, walk.guess(canonicalOp(first.name))));
    return undefined;
  }
  const through: Through[] = [...entry.through];
  const params: number[] = [];
  let used = 1;
  while (entry.declaration.kind === "instance") {
    const declaration: InstanceDeclaration = entry.declaration;
    const place = walk.place({ span: partSpan(apply, used - 1) });
    const part: Part | undefined = parts[used - 1];
    const next: Part | undefined = parts[used];
    if (next === undefined) {
      walk.report(faults.incomplete(declaration.name, place));
      return undefined;
    }
    const args = part?.args ?? [];
    if (applied && !resolveArgs(walk, apply, declaration, args)) return undefined;
    params.push(...declaration.params);
    through.push({ instance: declaration.node, of: declaration.of, args });
    const inner: ScopeEntry | undefined = declaration.of.names.get(canonicalOp(next.name));
    if (inner === undefined || !inner.exported || !reachable(inner.declaration)) {
      const names = [...declaration.of.names].filter(([, e]) => e.exported && reachable(e.declaration));
      const hint = walk.near(
        next.name,
        names.map(([n]) => n),
      );
      const span = partSpan(apply, used);
      walk.report(faults.unknownIn(next.name, declaration.of.name, walk.place({ span }), hint));
      return undefined;
    }
    entry = inner;
    through.push(...entry.through);
    used += 1;
  }
  return { entry, through, used, params: [...params, ...entry.declaration.params] };
}

/** What `N!x` may name: definitions, not the module's constants and variables. */
function reachable(declaration: Declaration): boolean {
  return ["operator", "instance", "statement"].includes(declaration.kind);
}

/** Resolves arguments against a declaration's parameters; false if they do not fit (then they are resolved all the same). */
function resolveArgs(walk: Walk, at: Apply, declaration: Declaration, args: readonly Expr[]): boolean {
  const { params, name } = declaration;
  if (params.length !== args.length) {
    const place = walk.place(at);
    walk.report(faults.arity(name, params.length, args.length, place, placeOfDeclaration(declaration)));
    for (const arg of args) if (arg.kind !== "Lambda" && arg.kind !== "OperatorRef") resolveExpr(walk, arg);
    return false;
  }
  for (const [i, arg] of args.entries()) {
    const arity = params[i] ?? 0;
    if (arity === 0) resolveExpr(walk, arg);
    else resolveOperatorArgument(walk, arg, arity, (place) => faults.operatorExpected(name, i, arity, place));
  }
  return true;
}

/** `expected`: 0 for a value, or the number of arguments of the operator that is needed. */
function resolveApply(walk: Walk, apply: Apply, expected: number): void {
  const parts: Part[] = [...apply.path, { name: apply.name, args: apply.args }];
  const found = follow(walk, apply, parts, expected === 0);
  if (found === undefined) {
    for (const part of parts)
      for (const arg of part.args)
        if (arg.kind !== "Lambda" && arg.kind !== "OperatorRef") resolveExpr(walk, arg);
    return;
  }
  const { entry, through, used, params } = found;
  const { declaration } = entry;
  const selectors = parts.slice(used);
  if (selectors.length > 0 && declaration.kind !== "operator" && declaration.kind !== "statement") {
    walk.report(faults.noSubexpression(declaration.name, walk.place(apply)));
    return;
  }
  walk.tables.references.set(apply, { to: declaration, through, selectors: selectors.map((s) => s.name) });
  if (expected === 0) {
    resolveArgs(walk, apply, declaration, parts[used - 1]?.args ?? []);
    for (const selector of selectors) {
      for (const arg of selector.args)
        if (arg.kind !== "Lambda" && arg.kind !== "OperatorRef") resolveExpr(walk, arg);
    }
    return;
  }
  if (selectors.length > 0) return;
  const given = parts.some((p) => p.args.length > 0);
  if (given || params.length !== expected || params.some((p) => p > 0)) {
    walk.report(faults.operatorArity(`\`${declaration.name}\``, expected, params.length, walk.place(apply)));
  }
}

/** An operator passed to an operator, or substituted for a constant with parameters. */
export function resolveOperatorArgument(
  walk: Walk,
  arg: Expr,
  arity: number,
  mismatch: (place: ReturnType<Walk["place"]>) => ReturnType<typeof faults.operatorExpected>,
): void {
  if (arg.kind === "Apply") {
    resolveApply(walk, arg, arity);
    return;
  }
  if (arg.kind === "Lambda") {
    if (arg.params.length !== arity) {
      walk.report(faults.operatorArity("this LAMBDA", arity, arg.params.length, walk.place(arg)));
    }
    within(walk, () => {
      for (const param of arg.params) declareParam(walk, param);
      resolveExpr(walk, arg.body);
    });
    return;
  }
  if (arg.kind !== "OperatorRef") {
    walk.report(mismatch(walk.place(arg)));
    return;
  }
  const name = canonicalOp(arg.op);
  const entry = walk.find(name);
  if (entry === undefined) walk.report(faults.unknownName(arg.op, walk.place(arg), walk.guess(name)));
  else if (entry.declaration.params.length !== arity) {
    const has = entry.declaration.params.length;
    walk.report(faults.operatorArity(`\`${arg.op}\``, arity, has, walk.place(arg)));
  } else walk.refer(arg, entry);
}
