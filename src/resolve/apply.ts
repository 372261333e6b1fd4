/** Names with their arguments: `x`, `F(a)`, `N!Op(a)`, and operators passed to operators. */
import type { Place } from "../report/diagnostic.js";
import type { Apply, Expr, Span } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { declareParam, resolveExpr, within } from "./expressions.js";
import * as faults from "./faults.js";
import { checkLabels, withLabelParams } from "./labels.js";
import { placeOfDeclaration, type Walk } from "./tables.js";
import type { Declaration, InstanceDeclaration, ScopeEntry, Through } from "./types.js";

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
export function resolveApply(walk: Walk, apply: Apply, expected: number): void {
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
  if (declaration.kind === "operator" || declaration.kind === "statement") {
    const { node } = declaration;
    if (selectors.length > 0 && !checkLabels(walk, node, selectors, walk.place(apply), expected === 0))
      return;
    const sequent = node.kind === "Theorem" && node.body.kind === "Sequent";
    if (sequent && selectors.length === 0)
      walk.report(faults.sequentValue(declaration.name, walk.place(apply)));
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
  mismatch: (place: Place) => ReturnType<typeof faults.operatorExpected>,
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
      const names = arg.params.map((p) => p.text);
      withLabelParams(walk, names, () => resolveExpr(walk, arg.body));
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
