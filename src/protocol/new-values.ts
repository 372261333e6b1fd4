/** New values as what they are to one node, and to the network. */
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { substitute } from "../tla/visit.js";
import type { Frame } from "./actor.js";
import { equation, nameOf, replaceAt, sameExpr, stripParens } from "./terms.js";

/** The indexes `a` of every `[x EXCEPT ![a]… = …]` (or `[n \in N |-> IF n = a …]`) that makes up a new value. */
export function indexesWritten(variable: string, value: Expr, nodeSet: string): readonly Expr[] {
  const e = stripParens(value);
  switch (e.kind) {
    case "Except":
      return e.updates.flatMap((u) => {
        const step = u.path[0];
        const index = step?.kind === "PathIndex" ? step.args[0] : undefined;
        return index === undefined ? [] : [index];
      });
    case "If":
      return [...indexesWritten(variable, e.then, nodeSet), ...indexesWritten(variable, e.else, nodeSet)];
    case "Case":
      return e.arms.flatMap((arm) => indexesWritten(variable, arm.value, nodeSet));
    case "Let":
      return indexesWritten(variable, e.body, nodeSet);
    case "Function": {
      const at = pointwise(variable, e);
      return at === undefined ? [] : [at.index];
    }
    default:
      return [];
  }
}

/** `[n \in N |-> IF n = a THEN e ELSE x[n]]` as (a, e). */
function pointwise(
  variable: string,
  e: Extract<Expr, { kind: "Function" }>,
): { index: Expr; value: Expr } | undefined {
  const bound = e.bounds[0]?.names[0]?.text;
  const body = stripParens(e.body);
  if (bound === undefined || e.bounds.length !== 1 || body.kind !== "If") return undefined;
  const test = equation(body.test);
  const rest = stripParens(body.else);
  if (test === undefined || rest.kind !== "Index" || nameOf(rest.fn) !== variable) return undefined;
  const index =
    nameOf(test.left) === bound ? test.right : nameOf(test.right) === bound ? test.left : undefined;
  if (index === undefined || rest.args[0] === undefined || nameOf(rest.args[0]) !== bound) return undefined;
  return { index, value: substitute(body.then, new Map([[bound, index]])) };
}

/** The actor's part of a new value, the slice read as `s.x`; undefined where it is not of that form. */
export function valueAt(frame: Frame, variable: string, value: Expr, index: Expr): Expr | undefined {
  const own = sliceField(frame.sliceName, variable, value);
  const e = stripParens(value);
  const at = (part: Expr): Expr | undefined => valueAt(frame, variable, part, index);
  switch (e.kind) {
    case "Apply":
      return nameOf(e) === variable ? own : undefined;
    case "If": {
      const [yes, no] = [at(e.then), at(e.else)];
      return yes === undefined || no === undefined ? undefined : { ...e, then: yes, else: no };
    }
    case "Case": {
      const arms = e.arms.map((arm) => ({ arm, value: at(arm.value) }));
      if (arms.some((a) => a.value === undefined)) return undefined;
      return { ...e, arms: arms.map((a) => ({ ...a.arm, value: a.value ?? own })) };
    }
    case "Let": {
      const body = at(e.body);
      return body === undefined ? undefined : { ...e, body };
    }
    case "Function":
      return pointwise(variable, e)?.value;
    case "Except":
      return exceptAt(variable, e, index, own);
    default:
      return undefined;
  }
}

function exceptAt(
  variable: string,
  e: Extract<Expr, { kind: "Except" }>,
  index: Expr,
  own: Expr,
): Expr | undefined {
  if (nameOf(e.base) !== variable) return undefined;
  let current = own;
  for (const u of e.updates) {
    const [first, ...rest] = u.path;
    if (first?.kind !== "PathIndex" || first.args[0] === undefined || !sameExpr(first.args[0], index))
      return undefined;
    const deeper = first.args.length > 1 ? [{ ...first, args: first.args.slice(1) }, ...rest] : rest;
    if (deeper.length === 0) current = replaceAt(u.value, current);
    else {
      const { id, span } = e;
      current = { kind: "Except", id, span, base: current, updates: [{ ...u, path: deeper }] };
    }
  }
  return current;
}

/** `[f EXCEPT ![k] = v][k]` as v; anything else as it is. */
export function pickedOf(e: Expr): Expr {
  const fn = e.kind === "Index" ? stripParens(e.fn) : undefined;
  if (e.kind !== "Index" || fn?.kind !== "Except") return e;
  const [update, ...more] = fn.updates;
  const [step, ...deeper] = update?.path ?? [];
  const isSame = step?.kind === "PathIndex" && step.args.length === e.args.length;
  if (update === undefined || !isSame || more.length > 0 || deeper.length > 0) return e;
  if (!step.args.every((arg, i) => sameExpr(arg, e.args[i] ?? e))) return e;
  return enclosed(replaceAt(update.value, { ...e, fn: fn.base }));
}

/** In parentheses, unless it is one thing as it is. */
export function enclosed(e: Expr): Expr {
  const isOne = ["Paren", "Apply", "Number", "String", "Field", "Index", "Set", "Tuple", "Record", "Except"];
  const { id, span } = e;
  return isOne.includes(e.kind) ? e : { kind: "Paren", id, span, body: e };
}

/** What `msgs' = msgs \cup E` adds; "none" for `msgs' = msgs`; undefined for another form. */
export function addedTo(network: string, value: Expr): Expr | "none" | undefined {
  const e = stripParens(value);
  if (nameOf(e) === network) return "none";
  if (e.kind === "If") {
    const [yes, no] = [addedTo(network, e.then), addedTo(network, e.else)];
    if (yes === undefined || no === undefined) return undefined;
    const { id, span } = e;
    const empty: Expr = { kind: "Set", id, span, items: [] };
    return { ...e, then: yes === "none" ? empty : yes, else: no === "none" ? empty : no };
  }
  if (e.kind !== "Infix" || canonicalOp(e.op) !== "\\cup") return undefined;
  const left = addedTo(network, e.left);
  const right = addedTo(network, e.right);
  if (left === "none")
    return right === "none" ? "none" : right === undefined ? e.right : { ...e, left: e.right, right };
  if (left !== undefined)
    return { ...e, left, right: right === undefined || right === "none" ? e.right : right };
  return right === "none" ? e.left : right === undefined ? undefined : { ...e, left: e.left, right };
}

export function sliceField(sliceName: string, variable: string, at: Expr): Expr {
  const { id, span } = at;
  const record: Expr = { kind: "Apply", id, span, path: [], name: sliceName, args: [] };
  return { kind: "Field", id, span, record, name: { kind: "Name", id, span, text: variable } };
}

export function isSliceField(e: Expr, sliceName: string, variable: string): boolean {
  const bare = stripParens(e);
  return bare.kind === "Field" && nameOf(bare.record) === sliceName && bare.name.text === variable;
}
