/** Names in expressions: every identifier and operator is linked to what it stands for. */
import { unreachable } from "../report/diagnostic.js";
import type { Bound, Expr, FieldExpr, Infix, Name, Node, Param } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { leftSpine } from "../tla/visit.js";
import { resolveApply } from "./apply.js";
import * as faults from "./faults.js";
import { resolveLabel, withLabelParams } from "./labels.js";
import { type Frame, frame } from "./scope.js";
import { placeOfDeclaration, type Walk } from "./tables.js";
import type { Declaration } from "./types.js";
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
      resolveBinding(walk, expr.bounds, expr.body, expr.op === "\\AA" || expr.op === "\\EE");
      return;
    case "Choose":
    case "SetFilter":
      resolveBinding(walk, [expr.bound], expr.body);
      return;
    case "SetMap":
    case "Function":
      resolveBinding(walk, expr.bounds, expr.body);
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

/** The domains outside, the body inside of what is bound. */
function resolveBinding(walk: Walk, bounds: readonly Bound[], body: Expr, temporal = false): void {
  within(walk, () => {
    declareBounds(walk, bounds, temporal);
    const names = bounds.flatMap((b) => b.names.map((n) => n.text));
    withLabelParams(walk, names, () => resolveExpr(walk, body));
  });
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
function resolveInfix(walk: Walk, expr: Infix): void {
  const spine = leftSpine(expr);
  resolveExpr(walk, (spine.at(-1) ?? expr).left);
  for (const infix of [...spine].reverse()) {
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
