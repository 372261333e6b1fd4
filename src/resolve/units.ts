/** Definitions, declarations and instances: what adds names to a scope. */
import type { Definition, Expr, FunctionDefinition, Instance, Param, Unit } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { resolveOperatorArgument } from "./apply.js";
import { declare, declareBounds, declareParam, resolveExpr, within } from "./expressions.js";
import * as faults from "./faults.js";
import { withLabelParams, withLabels } from "./labels.js";
import { type Frame, lookup } from "./scope.js";
import { placeOfDeclaration, type Walk } from "./tables.js";
import type {
  Declaration,
  ModuleScope,
  OperatorDeclaration,
  ResolvedSubstitution,
  ScopeEntry,
  Through,
} from "./types.js";

/** The definitions of a LET. */
export function letUnits(walk: Walk, units: readonly Unit[]): void {
  for (const unit of units) {
    if (unit.kind === "Recursive") declareRecursive(walk, unit.params, true);
    else if (unit.kind === "Definition" || unit.kind === "FunctionDefinition") define(walk, unit, true);
    else if (unit.kind === "Instance") instantiate(walk, unit, true);
  }
  reportOpen(walk);
}

/** RECURSIVE operators of this frame that were never defined. */
export function reportOpen(walk: Walk): void {
  for (const [name, param] of walk.pending.open(walk.scope)) {
    walk.report(faults.recursiveUndefined(name, walk.place(param)));
    walk.pending.take(walk.scope, name);
  }
}

export function declareRecursive(walk: Walk, params: readonly Param[], inLet: boolean): void {
  for (const param of params) {
    const name = canonicalOp(param.name.text);
    const declaration: OperatorDeclaration = {
      kind: "operator",
      name,
      module: walk.module,
      params: Array.from({ length: param.arity }, () => 0),
      // The definition takes its place when it is there.
      node: placeholder(param),
      recursive: true,
      local: false,
      inLet,
    };
    const before = walk.find(name);
    declare(walk, param, name, declaration, true);
    if (before === undefined) walk.pending.add(walk.scope, name, param, declaration);
  }
}

function placeholder(param: Param): Definition {
  const { id, span, name } = param;
  return {
    kind: "Definition",
    id,
    span,
    local: false,
    name,
    fixity: "name",
    params: [],
    body: { kind: "Tuple", id, span, items: [] },
  };
}

/** Parameters, body, then the name: a definition does not see itself unless it is RECURSIVE or a function. */
export function define(
  walk: Walk,
  unit: Definition | FunctionDefinition,
  inLet: boolean,
): OperatorDeclaration {
  const name = canonicalOp(unit.name.text);
  const arities = unit.kind === "Definition" ? unit.params.map((p) => p.arity) : [];
  const own = {
    kind: "operator",
    name,
    module: walk.module,
    params: arities,
    node: unit,
    local: unit.local,
    inLet,
  } as const;
  const waiting = walk.pending.frameOf(walk.scope, name);
  const recursion = waiting === walk.scope ? walk.pending.take(walk.scope, name) : undefined;
  const declaration: OperatorDeclaration =
    recursion === undefined ? { ...own, recursive: false } : Object.assign(recursion.declaration, own);
  if (recursion !== undefined) {
    const declared = recursion.param.arity;
    // SANY's rule: as many as declared, and the last one a value.
    if (declared !== arities.length || (arities.at(-1) ?? 0) > 0) {
      walk.report(faults.recursiveArity(name, walk.place(unit.name), walk.place(recursion.param)));
    }
  }
  walk.tables.declarations.set(unit, declaration);
  if (unit.kind === "FunctionDefinition") {
    if (recursion === undefined) check(walk, unit, name, waiting);
    defineFunction(walk, unit, declaration, recursion === undefined);
  } else {
    within(walk, () => {
      for (const param of unit.params) declareParam(walk, param);
      if (recursion === undefined) check(walk, unit, name, waiting);
      withLabels(walk, unit, () => resolveExpr(walk, unit.body));
    });
    if (recursion === undefined) add(walk, name, { declaration, through: [], exported: !unit.local });
  }
  return declaration;
}

function defineFunction(
  walk: Walk,
  unit: FunctionDefinition,
  declaration: OperatorDeclaration,
  isNew: boolean,
): void {
  within(walk, () => {
    declareBounds(walk, unit.bounds);
    const bound = walk.scope.names.get(declaration.name);
    if (bound !== undefined) {
      walk.report(
        faults.redefined(declaration.name, walk.place(unit.name), placeOfDeclaration(bound.declaration)),
      );
    } else if (isNew && walk.find(declaration.name) === undefined) {
      walk.scope.names.set(declaration.name, { declaration, through: [], exported: false });
    }
    const names = unit.bounds.flatMap((b) => b.names.map((n) => n.text));
    withLabels(walk, unit, () => withLabelParams(walk, names, () => resolveExpr(walk, unit.body)));
  });
  if (isNew) add(walk, declaration.name, { declaration, through: [], exported: !unit.local });
}

/** A definition may not have a name that is something already. */
function check(
  walk: Walk,
  unit: Definition | FunctionDefinition,
  name: string,
  waiting: Frame | undefined,
): void {
  const before = walk.find(name);
  if (before === undefined) return;
  const place = walk.place(unit.name);
  const at = placeOfDeclaration(before.declaration);
  if (before.declaration.kind === "builtin") walk.report(faults.builtinRedefined(unit.name.text, place));
  else if (waiting !== undefined && at !== undefined) walk.report(faults.recursiveElsewhere(name, place, at));
  else walk.report(faults.redefined(name, place, at));
}

function add(walk: Walk, name: string, entry: ScopeEntry): void {
  if (!walk.scope.names.has(name)) walk.scope.names.set(name, entry);
}

/**
 * Brings names in from another module; of two that agree in what they are, the first stays. EXTENDS asks only whether
 * both are definitions, or both declarations; INSTANCE also for the kind and the number of parameters (SANY's rules).
 */
export function bring(
  walk: Walk,
  name: string,
  entry: ScopeEntry,
  from: string,
  place: ReturnType<Walk["place"]>,
  extending = false,
): void {
  const before = lookup(walk.scope, name);
  if (before === undefined) {
    walk.scope.names.set(name, entry);
    return;
  }
  if (same(before, entry)) return;
  const [a, b] = [before.declaration, entry.declaration];
  const at = placeOfDeclaration(a);
  const agree = extending
    ? classOf(a) === classOf(b)
    : a.kind === b.kind && a.params.length === b.params.length;
  if (!agree) walk.report(faults.conflict(name, from, place, at));
  else if (a.module === undefined || a.module.name !== b.module?.name)
    walk.report(faults.duplicate(name, place, at));
}

function classOf(declaration: Declaration): "declared" | "defined" | "statement" | "other" {
  const { kind } = declaration;
  if (kind === "constant" || kind === "variable") return "declared";
  if (kind === "operator" || kind === "instance") return "defined";
  return kind === "statement" ? "statement" : "other";
}

function same(a: ScopeEntry, b: ScopeEntry): boolean {
  return (
    a.declaration === b.declaration &&
    a.through.length === b.through.length &&
    a.through.every((t, i) => t.instance === b.through[i]?.instance)
  );
}

/** INSTANCE, named or not. */
export function instantiate(walk: Walk, unit: Instance, inLet: boolean): void {
  const of = walk.moduleNamed(unit.module);
  if (of === undefined) return;
  walk.tables.instantiated.set(unit, of);
  within(walk, () => {
    for (const param of unit.params) declareParam(walk, param);
    walk.tables.substitutions.set(unit, substitutionsOf(walk, unit, of));
  });
  const through: Through = { instance: unit, of, args: [] };
  const exported = !unit.local && !inLet;
  if (unit.name !== undefined) {
    const name = unit.name.text;
    const params = unit.params.map((p) => p.arity);
    const declaration = {
      kind: "instance",
      name,
      module: walk.module,
      params,
      node: unit,
      of,
      local: unit.local,
    } as const;
    declareInstance(walk, unit, name, declaration, exported);
    return;
  }
  const place = walk.place(unit);
  const parameterFree = of.constants.length === 0 && of.variables.length === 0;
  for (const [name, entry] of of.names) {
    const { kind } = entry.declaration;
    if (!entry.exported || (kind !== "operator" && kind !== "statement" && kind !== "instance")) continue;
    const through_ = parameterFree ? entry.through : [through, ...entry.through];
    bring(walk, name, { declaration: entry.declaration, through: through_, exported }, of.name, place);
  }
}

function declareInstance(
  walk: Walk,
  unit: Instance,
  name: string,
  declaration: Declaration,
  exported: boolean,
): void {
  const before = walk.find(name);
  if (before !== undefined && before.declaration.kind === "operator") {
    const at = placeOfDeclaration(before.declaration);
    walk.tables.declarations.set(unit, declaration);
    walk.report(faults.redefined(name, walk.place(unit.name ?? unit), at));
  } else declare(walk, unit, name, declaration, exported);
}

function substitutionsOf(walk: Walk, unit: Instance, of: ModuleScope): readonly ResolvedSubstitution[] {
  const targets = new Map([...of.constants, ...of.variables].map((d) => [d.name, d]));
  const values = new Map<string, Expr | ScopeEntry>();
  for (const { name, value } of unit.substitutions) {
    const target = targets.get(canonicalOp(name.text));
    const arity = target?.params.length ?? 0;
    if (target === undefined) {
      const hint = walk.near(name.text, [...targets.keys()]);
      walk.report(faults.noTarget(name.text, of.name, walk.place(name), hint));
    } else if (values.has(target.name)) walk.report(faults.substitutedTwice(name.text, walk.place(name)));
    else walk.tables.references.set(name, { to: target, through: [], selectors: [] });
    if (arity > 0) {
      const what = target?.name ?? name.text;
      resolveOperatorArgument(walk, value, arity, () =>
        faults.operatorArity(`what stands for \`${what}\``, arity, 0, walk.place(value)),
      );
    } else if (value.kind !== "Lambda" || target !== undefined) resolveExpr(walk, value);
    if (target !== undefined && !values.has(target.name)) values.set(target.name, value);
  }
  const out: ResolvedSubstitution[] = [];
  for (const target of targets.values()) {
    const value = values.get(target.name) ?? walk.find(target.name);
    if (value === undefined) {
      walk.report(faults.noSubstitution(target.name, of.name, walk.place(unit.module)));
      continue;
    }
    if (!("kind" in value) && value.declaration.params.length !== target.params.length) {
      const name = `\`${target.name}\``;
      const has = value.declaration.params.length;
      walk.report(faults.operatorArity(name, target.params.length, has, walk.place(unit.module)));
    }
    out.push({ target, value });
  }
  return out;
}
