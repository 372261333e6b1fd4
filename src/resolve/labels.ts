/**
 * Labels: `l(x) :: e` names a subexpression of a definition, `Op!l(1)` is it. A label lists exactly the names that are
 * bound between it and the definition, or the label, around it.
 */
import type { Label, Node } from "../tla/ast.js";
import { resolveExpr } from "./expressions.js";
import * as faults from "./faults.js";
import type { Walk } from "./tables.js";

/** The labels of one definition or label, while its body is gone through, and what is bound around the position. */
export interface LabelFrame {
  readonly labels: Map<string, Label>;
  readonly bound: string[];
}

/** Goes through the body of what may have labels: a definition, a named statement, a label. */
export function withLabels(walk: Walk, owner: Node, body: () => void): void {
  const frame: LabelFrame = { labels: new Map(), bound: [] };
  walk.labelFrames.push(frame);
  try {
    body();
  } finally {
    walk.labelFrames.pop();
  }
  if (frame.labels.size > 0) walk.tables.labels.set(owner, frame.labels);
}

/** Goes through a body in which names are bound. */
export function withLabelParams(walk: Walk, names: readonly string[], body: () => void): void {
  const bound = walk.labelFrames.at(-1)?.bound;
  const before = bound?.length ?? 0;
  bound?.push(...names);
  body();
  if (bound !== undefined) bound.length = before;
}

export function resolveLabel(walk: Walk, label: Label): void {
  const { name, params } = label;
  const frame = walk.labelFrames.at(-1);
  if (frame === undefined) walk.report(faults.labelOutside(name.text, walk.place(name)));
  else if (walk.updates > 0) walk.report(faults.labelInExcept(name.text, walk.place(name)));
  else if (frame.labels.has(name.text)) walk.report(faults.labelTwice(name.text, walk.place(name)));
  else frame.labels.set(name.text, label);
  const declared = {
    kind: "label",
    name: name.text,
    module: walk.module,
    params: params.map(() => 0),
  } as const;
  walk.tables.declarations.set(label, { ...declared, node: label });
  const bound = new Set(frame?.bound ?? []);
  const listed = new Set<string>();
  for (const param of params) {
    const entry = walk.find(param.text);
    if (entry === undefined)
      walk.report(faults.unknownName(param.text, walk.place(param), walk.guess(param.text)));
    else if (!bound.has(param.text) || listed.has(param.text)) {
      walk.report(faults.labelParameter(name.text, param.text, walk.place(param)));
    } else walk.refer(param, entry);
    listed.add(param.text);
  }
  const missing = [...bound].filter((b) => !listed.has(b));
  if (frame !== undefined && missing.length > 0) {
    walk.report(faults.labelIncomplete(name.text, missing, walk.place(name)));
  }
  withLabels(walk, label, () => resolveExpr(walk, label.body));
}

/**
 * `Op!l(1)!k`: the selectors that are names must be labels. False if one is not. What is passed as an operator has no
 * arguments on the way: there they become parameters.
 */
export function checkLabels(
  walk: Walk,
  owner: Node,
  selectors: readonly { readonly name: string; readonly args: readonly unknown[] }[],
  place: ReturnType<Walk["place"]>,
  applied: boolean,
): boolean {
  let at: Node = owner;
  for (const { name, args } of selectors) {
    if (!/^[A-Za-z_]/.test(name)) return true;
    const label = walk.tables.labels.get(at)?.get(name);
    if (label === undefined) {
      walk.report(faults.noLabel(name, place, walk.near(name, walk.tables.labels.get(at)?.keys() ?? [])));
      return false;
    }
    if (applied && label.params.length !== args.length) {
      walk.report(faults.arity(name, label.params.length, args.length, place));
      return false;
    }
    at = label;
  }
  return true;
}
