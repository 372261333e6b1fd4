/** What guards say about the order of two values: is the new value of a variable above its old one? */

import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { fingerprint, infixOf, nameOf, parts, type Reader, type Step, stripParens } from "./steps.js";

/** How a value compares to another one, as far as known. */
export type Order = "above" | "atLeast" | undefined;

const strength = (o: Order): number => (o === "above" ? 2 : o === "atLeast" ? 1 : 0);
const weaker = (a: Order, b: Order): Order => (strength(a) <= strength(b) ? a : b);
const stronger = (a: Order, b: Order): Order => (strength(a) >= strength(b) ? a : b);

/** What the guards and the domains of parameters say of `high` against `low`. */
export function orderBy(reader: Reader, step: Step, more: readonly Expr[], high: Expr, low: Expr): Order {
  let found = byForm(reader, high, low);
  for (const guard of [...step.guards, ...more]) found = stronger(found, implied(reader, guard, high, low));
  const param = step.action.params.find((p) => p.name === nameOf(high));
  const range = param === undefined ? undefined : infixOf(reader.unfolded(param.domain));
  if (range?.op === "..") found = stronger(found, byForm(reader, range.left, low));
  return found;
}

const same = (a: Expr, b: Expr): boolean => fingerprint(a) === fingerprint(b);

/** By how `high` is written: `low`, `low + 1`, `IF a > low THEN a ELSE low`. */
function byForm(reader: Reader, high: Expr, low: Expr): Order {
  if (same(high, low)) return "atLeast";
  const e = reader.unfolded(high);
  if (e !== stripParens(high)) return byForm(reader, e, low);
  if (e.kind === "Infix" && canonicalOp(e.op) === "+") {
    for (const [base, added] of [
      [e.left, e.right],
      [e.right, e.left],
    ] as const) {
      const number = stripParens(added);
      if (same(base, low) && number.kind === "Number") return Number(number.text) > 0 ? "above" : "atLeast";
    }
  }
  return isMaximumWith(reader, e, low) ? "atLeast" : undefined;
}

/** `IF a > b THEN a ELSE b` where one of them is `old` (or the IF chooses the larger one in another spelling). */
export function isMaximumWith(reader: Reader, value: Expr, old: Expr): boolean {
  const e = reader.unfolded(value);
  if (e.kind === "Infix" || e.kind !== "If") return isSetMaximum(reader, e, old);
  if (!same(e.then, old) && !same(e.else, old)) return false;
  return (
    implied(reader, e.test, e.then, e.else) !== undefined &&
    implied(reader, not(e.test), e.else, e.then) !== undefined
  );
}

/** `CHOOSE x \in {old, …} : \A y \in {old, …} : x >= y` */
function isSetMaximum(reader: Reader, e: Expr, old: Expr): boolean {
  if (e.kind !== "Choose" || e.bound.domain === undefined) return false;
  const domain = reader.unfolded(e.bound.domain);
  const chosen = e.bound.names[0]?.text;
  const holds = domain.kind === "Set" && domain.items.some((i) => same(i, old));
  const body = stripParens(e.body);
  if (!holds || body.kind !== "Quantifier" || body.op !== "\\A" || chosen === undefined) return false;
  const compared = infixOf(body.body);
  if (compared === undefined) return false;
  const { op, left, right } = compared;
  return (
    ((op === ">=" || op === ">") && nameOf(left) === chosen) ||
    ((op === "<" || op === "=<" || op === "<=" || op === "\\leq") && nameOf(right) === chosen)
  );
}

const not = (arg: Expr): Expr => ({ kind: "Prefix", id: -1, span: { start: 0, end: 0 }, op: "~", arg });

/** What a formula says of `high` against `low`. */
export function implied(reader: Reader, formula: Expr, high: Expr, low: Expr): Order {
  const e = stripParens(formula);
  const conjuncts = parts(e, "/\\");
  if (conjuncts.length > 1)
    return conjuncts.map((c) => implied(reader, c, high, low)).reduce(stronger, undefined as Order);
  const disjuncts = parts(e, "\\/");
  if (disjuncts.length > 1) return disjuncts.map((d) => implied(reader, d, high, low)).reduce(weaker);
  if (e.kind === "Infix") return compared(canonicalOp(e.op), e.left, e.right, high, low);
  if (e.kind === "Prefix" && canonicalOp(e.op) === "~") {
    const inner = infixOf(e.arg);
    const opposite = inner === undefined ? undefined : negated.get(inner.op);
    return inner === undefined || opposite === undefined
      ? undefined
      : compared(opposite, inner.left, inner.right, high, low);
  }
  const unfolded = reader.unfold(e);
  return unfolded === undefined ? undefined : implied(reader, unfolded, high, low);
}

const LESS = canonicalOp("<");
const MORE = canonicalOp(">");
const AT_MOST = canonicalOp("<=");
const AT_LEAST = canonicalOp(">=");

const negated: ReadonlyMap<string, string> = new Map([
  [LESS, AT_LEAST],
  [MORE, AT_MOST],
  [AT_MOST, MORE],
  [AT_LEAST, LESS],
]);

function compared(op: string, left: Expr, right: Expr, high: Expr, low: Expr): Order {
  const straight = same(left, high) && same(right, low);
  const turned = same(left, low) && same(right, high);
  if (!straight && !turned) return undefined;
  if (op === "=") return "atLeast";
  if (op === MORE) return straight ? "above" : undefined;
  if (op === AT_LEAST) return straight ? "atLeast" : undefined;
  if (op === LESS) return turned ? "above" : undefined;
  if (op === AT_MOST) return turned ? "atLeast" : undefined;
  return undefined;
}

/** A comparison by size, in any spelling. */
export const isComparison = (op: string): boolean => negated.has(canonicalOp(op));
