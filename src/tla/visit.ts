/** Walking and rebuilding syntax trees. */
import { unreachable } from "../report/diagnostic.js";
import type { Bound, Definition, Expr, Infix, Name, Node, Param, PathStep, Sequent, Unit } from "./ast.js";

function present<T>(items: readonly (T | undefined)[]): readonly T[] {
  return items.filter((item): item is T => item !== undefined);
}

function definitionChildren(d: Definition): readonly Node[] {
  const [left, ...rest] = d.params;
  const swapped = (d.fixity === "infix" || d.fixity === "postfix") && left !== undefined;
  return swapped ? [left, d.name, ...rest, d.body] : [d.name, ...d.params, d.body];
}

/** `undefined` for a node that is no unit. */
function unitChildren(node: Unit): readonly Node[] {
  switch (node.kind) {
    case "Extends":
      return node.modules;
    case "Constants":
    case "Recursive":
      return node.params;
    case "Variables":
      return node.names;
    case "Definition":
      return definitionChildren(node);
    case "FunctionDefinition":
      return [node.name, ...node.bounds, node.body];
    case "Instance":
      return [...present<Node>([node.name]), ...node.params, node.module, ...node.substitutions];
    case "Assume":
    case "Theorem":
      return present<Node>([node.name, node.body]);
    case "UseHide":
    case "Separator":
      return [];
    case "NestedModule":
      return [node.module];
    default:
      return unreachable(node);
  }
}

function exprChildren(node: Expr): readonly Node[] {
  switch (node.kind) {
    case "Apply":
      return node.path.length === 0 ? node.args : [...node.path.flatMap((p) => p.args), ...node.args];
    case "Number":
    case "String":
    case "At":
    case "OperatorRef":
      return [];
    case "Prefix":
    case "Postfix":
      return [node.arg];
    case "Infix":
      return [node.left, node.right];
    case "Junction":
    case "Tuple":
    case "Set":
      return node.items;
    case "Paren":
      return [node.body];
    case "Quantifier":
    case "Function":
      return [...node.bounds, node.body];
    case "Choose":
    case "SetFilter":
      return [node.bound, node.body];
    case "SetMap":
      return [node.body, ...node.bounds];
    case "FunctionSet":
      return [node.domain, node.range];
    case "Index":
      return [node.fn, ...node.args];
    case "Record":
    case "RecordSet":
      return node.fields;
    case "Field":
      return [node.record, node.name];
    case "Except":
      return [node.base, ...node.updates];
    case "If":
      return [node.test, node.then, node.else];
    case "Case":
      return node.arms;
    case "Let":
      return [...node.units, node.body];
    case "Lambda":
      return [...node.params, node.body];
    case "ActionSub":
      return [node.action, node.subscript];
    case "Fairness":
      return [node.subscript, node.action];
    case "Label":
      return [node.name, ...node.params, node.body];
    default:
      return unreachable(node);
  }
}

/** The nodes right below a node, in the order of the source. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case "Module":
      return [node.name, ...node.units];
    case "Name":
      return [];
    case "Param":
      return [node.name];
    case "Bound":
      return [...node.names, ...present<Node>([node.domain])];
    case "FieldExpr":
    case "Substitution":
      return [node.name, node.value];
    case "PathField":
      return [node.name];
    case "PathIndex":
      return node.args;
    case "ExceptUpdate":
      return [...node.path, node.value];
    case "CaseArm":
      return present<Node>([node.test, node.value]);
    case "Sequent":
      return present<Node>([node.label, ...node.assumptions, node.prove]);
    case "NewParam":
      return present<Node>([node.param, node.domain]);
    case "Extends":
    case "Constants":
    case "Variables":
    case "Recursive":
    case "Definition":
    case "FunctionDefinition":
    case "Instance":
    case "Assume":
    case "Theorem":
    case "UseHide":
    case "Separator":
    case "NestedModule":
      return unitChildren(node);
    default:
      return exprChildren(node);
  }
}

/** Calls `enter` on a node and all below it, parents first, in source order; `false` skips what is below. */
export function walk(node: Node, enter: (node: Node) => unknown): void {
  const pending: Node[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (enter(next) === false) continue;
    const below = children(next);
    for (let i = below.length - 1; i >= 0; i--) {
      const child = below[i];
      if (child !== undefined) pending.push(child);
    }
  }
}

type OnExpr = (expr: Expr) => Expr;

/** Maps an array, giving the same array back when no element changed. */
export function mapAll<T>(items: readonly T[], f: (item: T) => T): readonly T[] {
  let changed = false;
  const mapped = items.map((item) => {
    const result = f(item);
    if (result !== item) changed = true;
    return result;
  });
  return changed ? mapped : items;
}

/** `node` with the fields of `patch`, or `node` itself when they are what it has. */
function patched<T extends object>(node: T, patch: Partial<T>): T {
  for (const key of Object.keys(patch) as (keyof T)[]) {
    if (patch[key] !== node[key]) return { ...node, ...patch };
  }
  return node;
}

/** Applies `f` to the domain of a bound. */
export function mapBound(bound: Bound, f: OnExpr): Bound {
  return bound.domain === undefined ? bound : patched(bound, { domain: f(bound.domain) });
}

function mapStep(step: PathStep, f: OnExpr): PathStep {
  return step.kind === "PathIndex" ? patched(step, { args: mapAll(step.args, f) }) : step;
}

function mapSequent(sequent: Sequent, f: OnExpr): Sequent {
  const assumptions = mapAll(sequent.assumptions, (a) => {
    if (a.kind === "Sequent") return mapSequent(a, f);
    if (a.kind !== "NewParam") return f(a);
    return a.domain === undefined ? a : patched(a, { domain: f(a.domain) });
  });
  return patched(sequent, { assumptions, prove: f(sequent.prove) });
}

/** Applies `f` to the expressions right below a unit. */
export function mapUnitChildren(unit: Unit, f: OnExpr): Unit {
  switch (unit.kind) {
    case "Definition":
    case "Assume":
      return patched(unit, { body: f(unit.body) });
    case "FunctionDefinition":
      return patched(unit, { bounds: mapAll(unit.bounds, (b) => mapBound(b, f)), body: f(unit.body) });
    case "Theorem":
      return patched(unit, { body: unit.body.kind === "Sequent" ? mapSequent(unit.body, f) : f(unit.body) });
    case "Instance":
      return patched(unit, {
        substitutions: mapAll(unit.substitutions, (s) => patched(s, { value: f(s.value) })),
      });
    case "NestedModule": {
      const units = mapAll(unit.module.units, (u) => mapUnitChildren(u, f));
      return patched(unit, { module: patched(unit.module, { units }) });
    }
    case "Extends":
    case "Constants":
    case "Variables":
    case "Recursive":
    case "UseHide":
    case "Separator":
      return unit;
    default:
      return unreachable(unit);
  }
}

/**
 * Applies `f` to the expressions right below an expression (through bounds, fields, arms and LET's units).
 */
export function mapChildren(expr: Expr, f: OnExpr): Expr {
  switch (expr.kind) {
    case "Apply":
      return patched(expr, {
        path: mapAll(expr.path, (p) => patched(p, { args: mapAll(p.args, f) })),
        args: mapAll(expr.args, f),
      });
    case "Number":
    case "String":
    case "At":
    case "OperatorRef":
      return expr;
    case "Prefix":
    case "Postfix":
      return patched(expr, { arg: f(expr.arg) });
    case "Infix":
      return patched(expr, { left: f(expr.left), right: f(expr.right) });
    case "Junction":
    case "Tuple":
    case "Set":
      return patched(expr, { items: mapAll(expr.items, f) });
    case "Paren":
    case "Lambda":
    case "Label":
      return patched(expr, { body: f(expr.body) });
    case "Quantifier":
    case "Function":
      return patched(expr, { bounds: mapAll(expr.bounds, (b) => mapBound(b, f)), body: f(expr.body) });
    case "SetMap":
      return patched(expr, { body: f(expr.body), bounds: mapAll(expr.bounds, (b) => mapBound(b, f)) });
    case "Choose":
    case "SetFilter":
      return patched(expr, { bound: mapBound(expr.bound, f), body: f(expr.body) });
    case "FunctionSet":
      return patched(expr, { domain: f(expr.domain), range: f(expr.range) });
    case "Index":
      return patched(expr, { fn: f(expr.fn), args: mapAll(expr.args, f) });
    case "Record":
    case "RecordSet":
      return patched(expr, { fields: mapAll(expr.fields, (x) => patched(x, { value: f(x.value) })) });
    case "Field":
      return patched(expr, { record: f(expr.record) });
    case "Except":
      return patched(expr, {
        base: f(expr.base),
        updates: mapAll(expr.updates, (u) =>
          patched(u, { path: mapAll(u.path, (s) => mapStep(s, f)), value: f(u.value) }),
        ),
      });
    case "If":
      return patched(expr, { test: f(expr.test), then: f(expr.then), else: f(expr.else) });
    case "Case":
      return patched(expr, {
        arms: mapAll(expr.arms, (arm) =>
          patched(arm, { test: arm.test === undefined ? undefined : f(arm.test), value: f(arm.value) }),
        ),
      });
    case "Let":
      return patched(expr, { units: mapAll(expr.units, (u) => mapUnitChildren(u, f)), body: f(expr.body) });
    case "ActionSub":
      return patched(expr, { action: f(expr.action), subscript: f(expr.subscript) });
    case "Fairness":
      return patched(expr, { subscript: f(expr.subscript), action: f(expr.action) });
    default:
      return unreachable(expr);
  }
}

/**
 * An operator's expression and those to its left, outermost first: for `a + b - c` that is `a + b - c` and `a + b`. Such
 * chains can be very long (generated functions are), so whatever recurs over expressions goes down them in a loop.
 */
export function leftSpine(expr: Infix): readonly [Infix, ...Infix[]] {
  const spine: [Infix, ...Infix[]] = [expr];
  for (let at = expr.left; at.kind === "Infix"; at = at.left) spine.push(at);
  return spine;
}

/** Applies `onOperand` to the operands of a chain and then `onInfix` to each of its expressions, from left to right. */
export function mapSpine(expr: Infix, onOperand: OnExpr, onInfix: OnExpr): Expr {
  let result: Expr | undefined;
  for (const node of [...leftSpine(expr)].reverse()) {
    const left = result ?? onOperand(node.left);
    result = onInfix(patched(node, { left, right: onOperand(node.right) }));
  }
  return result ?? expr;
}

/**
 * Rebuilds an expression from the leaves up: `f` sees every expression with its parts already rebuilt. Where `f` gives
 * back what it got, the very same node stays. Binders are not looked at; for names use `substitute`.
 */
export function mapExpr(expr: Expr, f: OnExpr): Expr {
  if (expr.kind === "Infix") return mapSpine(expr, (operand) => mapExpr(operand, f), f);
  return f(mapChildren(expr, (child) => mapExpr(child, f)));
}

/** The name an operand is, if it is a plain name without arguments or path. */
export function plainName(expr: Expr): string | undefined {
  return expr.kind === "Apply" && expr.args.length === 0 && expr.path.length === 0 ? expr.name : undefined;
}

/** The texts of names. */
export function texts(names: readonly (Name | Param)[]): readonly string[] {
  return names.map((n) => (n.kind === "Name" ? n.text : n.name.text));
}

export { freeNames, substitute } from "./substitute.js";
